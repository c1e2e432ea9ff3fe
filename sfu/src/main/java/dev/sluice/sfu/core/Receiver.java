package dev.sluice.sfu.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

/// A session that is sent tracks, and tells us what it lost and wants: a [Player] of one publisher, or a [Subscriber] of all the others in the room.
///
/// Its RTCP ends here. What it says about SSRCs that we do not send to it is nobody's business and is not looked at.
abstract sealed class Receiver extends Session permits Player, Subscriber {
    private static final int MID = 15;
    private static final int LONGEST_MID = 16;
    /// So that a compound with their descriptions stays below 1,200 bytes.
    private static final int REPORTS_AT_ONCE = 12;
    /// @rfc 3550 6.6 BYE: Goodbye RTCP Packet (a count of five bits)
    private static final int GOODBYES_AT_ONCE = 31;

    private final WorkerParts parts;
    private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
    private final ReportTimer reports;

    Receiver(WorkerParts parts, Registry registry, Room room) {
        super(parts, registry, room);
        this.parts = parts;
        reports = new ReportTimer(parts.random());
    }

    final Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    /// From now on the track goes there too, if the transport is connected.
    final void add(Subscription subscription) {
        subscriptions.put(subscription.ssrc(), subscription);
        if (isStarted()) {
            begin(subscription, parts.now());
        }
    }

    /// The track goes there no longer; whoever stays is to be told ([#sayGoodbye]).
    final void remove(Subscription subscription) {
        subscriptions.remove(subscription.ssrc());
        subscription.track().remove(subscription);
    }

    /// Only now can media reach the peer.
    @Override
    void start(long now) {
        reports.start(now);
        subscriptions.values().forEach(subscription -> begin(subscription, now));
    }

    /// The keyframe with which it begins is asked for.
    private static void begin(Subscription subscription, long now) {
        subscription.track().add(subscription);
        subscription.track().requestKeyFrame(now);
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

    private void onReports(List<ReportBlock> blocks, long now) {
        for (ReportBlock block : blocks) {
            Subscription subscription = subscription(block.ssrc());
            if (subscription != null) {
                subscription.onReport(block, now);
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
        return subscriptions.get((int) ssrc);
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
        List<Subscription> all = List.copyOf(subscriptions.values());
        all.forEach(this::remove);
        sayGoodbye(all);
        transport().close();
    }

    private void sendReports(long now) {
        List<Subscription> due = subscriptions.values().stream().filter(Subscription::canReport).toList();
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
        compound.add(new SourceDescription(some.stream().map(Receiver::chunk).toList()));
        transport().sendRtcp(compound);
    }

    /// Tells the peer that nothing more comes of these.
    final void sayGoodbye(List<Subscription> gone) {
        for (int from = 0; from < gone.size(); from += GOODBYES_AT_ONCE) {
            List<Subscription> some = gone.subList(from, Math.min(from + GOODBYES_AT_ONCE, gone.size()));
            List<Long> ssrcs = some.stream().map(one -> Integer.toUnsignedLong(one.ssrc())).toList();
            transport().sendRtcp(List.of(new ReceiverReport(ssrcs.getFirst(), List.of()),
                    new SourceDescription(List.of(chunk(some.getFirst()))), new Goodbye(ssrcs, "")));
        }
    }

    /// The name says which streams are of one publisher, and so of one clock; the MID says where each belongs.
    ///
    /// @rfc 9143 15.1 RTP MID SDES Item
    private static SourceDescription.Chunk chunk(Subscription subscription) {
        List<SourceDescription.Item> items = new ArrayList<>();
        items.add(item(SourceDescription.Item.CNAME, subscription.cname()));
        if (subscription.mid().length() <= LONGEST_MID) {
            items.add(item(MID, subscription.mid()));
        }
        return new SourceDescription.Chunk(Integer.toUnsignedLong(subscription.ssrc()), items);
    }

    private static SourceDescription.Item item(int type, String text) {
        return new SourceDescription.Item(type, text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    final List<WorkerSnapshot.InboundTrack> tracksSnapshot() {
        return List.of();
    }

    @Override
    final List<WorkerSnapshot.OutboundTrack> subscriptionsSnapshot() {
        return subscriptions.values().stream().map(Subscription::snapshot).toList();
    }

    @Override
    final long roundTripTime() {
        return subscriptions.values().stream().mapToLong(Subscription::roundTripTime).filter(known -> known >= 0).min()
                .orElse(-1);
    }
}
