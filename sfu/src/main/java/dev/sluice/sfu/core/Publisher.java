package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.rtp.ExtendedReport;
import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SourceDescription;
import dev.sluice.sdp.SessionDescription;

/// A session that sends tracks into the room, and hears from us what we have received, miss and want.
///
/// A member may offer again: what comes is added, what goes is removed, and what stays is the same object as before and notices nothing.
final class Publisher extends Session implements PublishedTrack.Upstream {
    private final WorkerParts parts;
    private final Participant participant;
    private final RenegotiationRules rules = new RenegotiationRules();
    private final List<PublishedTrack> tracks = new ArrayList<>();
    private final Sources sources = new Sources(transport()::forgetSource);
    private final ArrivalTimes arrivalTimes = new ArrivalTimes();
    private final UpstreamRoundTrip roundTrip = new UpstreamRoundTrip();
    private final Speech speech = new Speech();
    private final ReportTimer reports;
    private final String streamId;
    private final String cname;
    private final long ssrc;
    private boolean reducedSize;
    private final List<Player> players = new ArrayList<>();
    private int firNumber;

    Publisher(WorkerParts parts, Registry registry, Participant participant, PublishNegotiation negotiation) {
        super(parts, registry, participant.room());
        this.parts = parts;
        this.participant = participant;
        transport().meet(negotiation.peer());
        reports = new ReportTimer(parts.random());
        streamId = Ids.name(parts.random());
        cname = Ids.name(parts.random());
        ssrc = Ids.ssrc(parts.random());
        negotiation.tracks().forEach(parameters -> tracks.add(new PublishedTrack(parts, parameters, this)));
        tracks.forEach(sources::add);
        agreedOn(negotiation);
    }

    private void agreedOn(PublishNegotiation negotiation) {
        reducedSize = negotiation.reducedSize();
        arrivalTimes.tracks(negotiation.tracks());
    }

    /// Answers an offer: the first one, which made this publisher, or a further one after [#change].
    SessionDescription answerAgain(Offer offer) {
        SessionDescription answer = answer(offer);
        rules.answered(answer.media());
        return answer;
    }

    /// Takes what a further offer changes.
    void change(Offer offer) throws RefusedOffer {
        rules.checkSections(offer);
        var negotiation = PublishNegotiation.again(offer, parts.config().maxTracks());
        if (negotiation.peer() != null) {
            RenegotiationRules.checkTransport(transport().peer(), transport().setup(), negotiation.peer());
        }
        change(negotiation);
    }

    private void change(PublishNegotiation negotiation) {
        List<PublishedTrack> before = List.copyOf(tracks);
        tracks.clear();
        negotiation.tracks().forEach(parameters -> tracks.add(kept(before, parameters)));
        List<PublishedTrack> removed = before.stream().filter(track -> !tracks.contains(track)).toList();
        List<PublishedTrack> added = tracks.stream().filter(track -> !before.contains(track)).toList();
        removed.forEach(sources::remove);
        added.forEach(sources::add);
        negotiation.tracks().forEach(parameters -> sources.signal(track(parameters.mid()), parameters));
        agreedOn(negotiation);
        room().removed(this, removed);
        room().added(this, added);
        if (!removed.isEmpty() || !added.isEmpty()) {
            announce();
        }
    }

    private PublishedTrack kept(List<PublishedTrack> before, TrackParameters parameters) {
        return before.stream().filter(track -> track.parameters().describesSameTrack(parameters)).findFirst()
                .orElseGet(() -> new PublishedTrack(parts, parameters, this));
    }

    /// The track of a section, null when there is none.
    PublishedTrack track(String mid) {
        for (PublishedTrack track : tracks) {
            if (track.parameters().mid().equals(mid)) {
                return track;
            }
        }
        return null;
    }

    /// How loud its loudest track was since the last call, in dBov.
    double loudness() {
        double loudness = Voice.SILENCE;
        for (PublishedTrack track : tracks) {
            loudness = Math.max(loudness, track.voice().take());
        }
        return loudness;
    }

    Speech speech() {
        return speech;
    }

    @Override
    public void onSound(long now) {
        room().speakers().onSound(now);
    }

    /// Tells the room which tracks there are.
    void announce() {
        List<RoomTrack> list = tracks.stream().map(PublishedTrack::describe).toList();
        parts.output().published(room().name(), participant.id(), participant.name(), list);
    }

    @Override
    Participant participant() {
        return participant;
    }

    @Override
    String name() {
        return participant.name();
    }

    List<PublishedTrack> tracks() {
        return tracks;
    }

    /// Those who play this publisher.
    List<Player> players() {
        return players;
    }

    String streamId() {
        return streamId;
    }

    /// The name that binds the copies of this publisher's tracks together for players.
    String cname() {
        return cname;
    }

    @Override
    void start(long now) {
        reports.start(now);
    }

    @Override
    public void onRtp(RtpPacket packet, long now) {
        arrivalTimes.onPacket(packet, now);
        Source source = sources.of(packet, now);
        if (source == null) {
            parts.drops().count(DropReason.UNKNOWN_SOURCE);
        } else if (source.isRetransmission()) {
            onRetransmission(packet, source.track(), now);
        } else {
            source.track().onPacket(packet, false, now);
        }
    }

    private void onRetransmission(RtpPacket packet, PublishedTrack track, long now) {
        TrackParameters parameters = track.parameters();
        if (packet.payloadType() != parameters.rtxPayloadType()) {
            parts.drops().count(DropReason.UNKNOWN_PAYLOAD_TYPE);
        } else if (Rtx.decapsulate(packet, parameters.codec().payloadType(), track.source().ssrc()) < 0) {
            track.onProbe();
        } else {
            track.onPacket(packet, true, now);
        }
    }

    @Override
    public void onRtcp(List<RtcpPacket> packets, long now) {
        for (RtcpPacket packet : packets) {
            switch (packet) {
                case SenderReport report -> onSenderReport(report, now);
                case ExtendedReport report when roundTrip.onReport(report, ssrc, now) ->
                    tracks.forEach(track -> track.source().roundTripTime(roundTrip.nanoseconds()));
                default -> {
                    // whoever only sends has nothing else to tell
                }
            }
        }
    }

    /// What a publisher reports about an SSRC that is not its own concerns nobody.
    private void onSenderReport(SenderReport report, long now) {
        for (PublishedTrack track : tracks) {
            if (track.source().ssrc() == (int) report.ssrc()) {
                track.source().onSenderReport(report, now);
            }
        }
    }

    @Override
    void onTime(long now) {
        transport().onTime(now);
        tracks.forEach(track -> track.onTime(now));
        if (now >= arrivalTimes.deadline()) {
            sendArrivalTimes();
        }
        if (reports.isDue(now)) {
            transport().sendRtcp(List.of(receiverReport(now), description(), roundTrip.question(ssrc, now)));
        }
    }

    private void sendArrivalTimes() {
        long media = tracks.isEmpty() ? 0 : Integer.toUnsignedLong(tracks.getFirst().source().ssrc());
        for (var feedback = arrivalTimes.feedback(ssrc, media); feedback.isPresent();) {
            send(feedback.get());
            feedback = arrivalTimes.feedback(ssrc, media);
        }
    }

    @Override
    long deadline() {
        long first = Math.min(transport().deadline(), Math.min(arrivalTimes.deadline(), reports.deadline()));
        for (int i = 0; i < tracks.size(); i++) {
            first = Math.min(first, tracks.get(i).deadline());
        }
        return first;
    }

    @Override
    void leave(long now) {
        transport().sendRtcp(List.of(receiverReport(now), description(), new Goodbye(List.of(ssrc), "")));
        transport().close();
    }

    @Override
    public void sendNack(PublishedTrack track, int[] sequenceNumbers, int count) {
        send(new Nack(ssrc, Integer.toUnsignedLong(track.source().ssrc()), Arrays.copyOf(sequenceNumbers, count)));
    }

    @Override
    public void sendKeyFrameRequest(PublishedTrack track) {
        long media = Integer.toUnsignedLong(track.source().ssrc());
        if (track.parameters().hasFeedback("nack pli")) {
            send(new PictureLossIndication(ssrc, media));
        } else if (track.parameters().hasFeedback("ccm fir")) {
            send(new FullIntraRequest(ssrc, List.of(new FullIntraRequest.Entry(media, firNumber++ & 0xff))));
        }
    }

    @Override
    public void deadlineChanged() {
        settle();
    }

    /// Feedback travels alone where the publisher has agreed to that, behind a report otherwise.
    ///
    /// @rfc 5506 5 Signaling of Reduced-Size RTCP
    private void send(RtcpPacket feedback) {
        transport().sendRtcp(reducedSize ? List.of(feedback)
                : List.of(new ReceiverReport(ssrc, List.of()), description(), feedback));
    }

    private ReceiverReport receiverReport(long now) {
        List<ReportBlock> blocks = tracks.stream().map(PublishedTrack::source).filter(SourceReception::hasBegun)
                .map(source -> source.report(now)).toList();
        return new ReceiverReport(ssrc, blocks);
    }

    private SourceDescription description() {
        return SourceDescription.cname(ssrc, cname);
    }

    @Override
    WorkerSnapshot.Role role() {
        return WorkerSnapshot.Role.PUBLISHER;
    }

    @Override
    List<WorkerSnapshot.InboundTrack> tracksSnapshot() {
        return tracks.stream().map(PublishedTrack::snapshot).toList();
    }

    @Override
    List<WorkerSnapshot.OutboundTrack> subscriptionsSnapshot() {
        return List.of();
    }

    @Override
    long roundTripTime() {
        return roundTrip.nanoseconds();
    }
}
