package dev.sluice.sfu.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SourceDescription;

/// A participant that receives the tracks of one publisher, and tells us what it lost and wants.
///
/// Its RTCP ends here. What it says about SSRCs that we do not send to it is nobody's business and is not looked at.
final class Player extends Participant {
    private static final int MID = 15;
    private static final int LONGEST_MID = 16;
    /// So that a compound with their descriptions stays below 1,200 bytes.
    private static final int REPORTS_AT_ONCE = 12;

    private final WorkerParts parts;
    private final Publisher publisher;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final ReportTimer reports;

    Player(WorkerParts parts, Registry registry, Publisher publisher, PlayNegotiation negotiation) {
        super(parts, registry, publisher.room(), publisher.name(), negotiation.peer());
        this.parts = parts;
        this.publisher = publisher;
        negotiation.subscriptions().forEach(
                (track, parameters) -> subscriptions.add(new Subscription(parts, track, parameters, transport())));
        reports = new ReportTimer(parts.random());
    }

    Publisher publisher() {
        return publisher;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /// Only now can media reach the player; the keyframe with which it begins is asked for.
    @Override
    void start(long now) {
        reports.start(now);
        for (Subscription subscription : subscriptions) {
            subscription.track().add(subscription);
            subscription.track().requestKeyFrame(now);
        }
    }

    @Override
    public void onRtp(RtpPacket packet, long now) {
        parts.drops().count(DropReason.NOT_PUBLISHING);
    }

    @Override
    public void onRtcp(List<RtcpPacket> packets, long now) {
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case ReceiverReport report -> onReports(report.reports(), now);
                case SenderReport report -> onReports(report.reports(), now);
                case Nack nack -> onNack(nack, now);
                case PictureLossIndication indication -> onPictureLoss(indication, now);
                case FullIntraRequest request -> onFullIntraRequest(request, now);
                default -> {
                    // descriptions, estimates and goodbyes of somebody who sends nothing change nothing
                }
            }
        }
    }

    private void onReports(List<ReportBlock> reports, long now) {
        for (ReportBlock report : reports) {
            Subscription subscription = subscription(report.ssrc());
            if (subscription != null) {
                subscription.onReport(report, now);
            }
        }
    }

    private void onNack(Nack nack, long now) {
        Subscription subscription = subscription(nack.mediaSsrc());
        if (subscription != null) {
            subscription.onNack(nack.sequenceNumbers(), now);
        }
    }

    private void onPictureLoss(PictureLossIndication indication, long now) {
        Subscription subscription = subscription(indication.mediaSsrc());
        if (subscription != null) {
            subscription.onPictureLoss(now);
        }
    }

    private void onFullIntraRequest(FullIntraRequest request, long now) {
        for (FullIntraRequest.Entry entry : request.entries()) {
            Subscription subscription = subscription(entry.ssrc());
            if (subscription != null) {
                subscription.onFullIntraRequest(entry.sequenceNumber(), now);
            }
        }
    }

    private Subscription subscription(long ssrc) {
        for (Subscription subscription : subscriptions) {
            if (subscription.ssrc() == (int) ssrc) {
                return subscription;
            }
        }
        return null;
    }

    @Override
    void onTime(long now) {
        transport().onTime(now);
        if (reports.isDue(now)) {
            sendReports(now);
        }
    }

    @Override
    long deadline() {
        return Math.min(transport().deadline(), reports.deadline());
    }

    @Override
    void leave(long now) {
        subscriptions.forEach(subscription -> subscription.track().remove(subscription));
        sayGoodbye();
        transport().close();
    }

    private void sendReports(long now) {
        List<Subscription> due = subscriptions.stream().filter(Subscription::canReport).toList();
        for (int from = 0; from < due.size(); from += REPORTS_AT_ONCE) {
            sendReports(due.subList(from, Math.min(from + REPORTS_AT_ONCE, due.size())), now);
        }
        if (due.isEmpty()) {
            reports.retrySoon(now);
        }
    }

    private void sendReports(List<Subscription> some, long now) {
        List<RtcpPacket> compound = new ArrayList<>();
        some.forEach(subscription -> compound.add(subscription.report(now)));
        compound.add(description(some));
        transport().sendRtcp(compound);
    }

    private void sayGoodbye() {
        List<Long> ssrcs = subscriptions.stream().map(subscription -> Integer.toUnsignedLong(subscription.ssrc()))
                .toList();
        transport().sendRtcp(
                List.of(new ReceiverReport(ssrcs.getFirst(), List.of()), description(subscriptions.subList(0, 1)),
                        new Goodbye(ssrcs, "")));
    }

    /// All that goes to the player is of one publisher and one clock: one name. The MID says where each belongs.
    ///
    /// @rfc 9143 15.1 RTP MID SDES Item
    private SourceDescription description(List<Subscription> some) {
        return new SourceDescription(some.stream().map(this::chunk).toList());
    }

    private SourceDescription.Chunk chunk(Subscription subscription) {
        List<SourceDescription.Item> items = new ArrayList<>();
        items.add(item(SourceDescription.Item.CNAME, publisher.cname()));
        if (subscription.mid().length() <= LONGEST_MID) {
            items.add(item(MID, subscription.mid()));
        }
        return new SourceDescription.Chunk(Integer.toUnsignedLong(subscription.ssrc()), items);
    }

    private static SourceDescription.Item item(int type, String text) {
        return new SourceDescription.Item(type, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    WorkerSnapshot.Role role() {
        return WorkerSnapshot.Role.PLAYER;
    }

    @Override
    List<WorkerSnapshot.InboundTrack> tracksSnapshot() {
        return List.of();
    }

    @Override
    List<WorkerSnapshot.OutboundTrack> subscriptionsSnapshot() {
        return subscriptions.stream().map(Subscription::snapshot).toList();
    }

    @Override
    long roundTripTime() {
        return subscriptions.stream().mapToLong(Subscription::roundTripTime).filter(known -> known >= 0).min()
                .orElse(-1);
    }
}
