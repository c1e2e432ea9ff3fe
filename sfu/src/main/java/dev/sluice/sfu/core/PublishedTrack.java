package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.NEVER;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.rtp.KeyFrameRequests;
import dev.sluice.rtp.KeyFrames;
import dev.sluice.rtp.NackGenerator;
import dev.sluice.rtp.ReceptionStatistics;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RetransmissionBuffer;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.RtpTimeline;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.VideoCodec;

/// A track as its publisher sends it, and the subscriptions that it goes to.
///
/// Every packet that arrives for the first time, by itself or as a retransmission, is kept once, plain, for all subscriptions to repeat, and offered to each.
/// What is missing is asked of the publisher once, for all. The packet that is offered lies in the receive buffer; subscriptions copy it and never write to it.
final class PublishedTrack {
    /// What the track asks of its publisher.
    interface Upstream {
        void sendNack(PublishedTrack track, int[] sequenceNumbers, int count);

        void sendKeyFrameRequest(PublishedTrack track);

        /// The track wants to be called at another time than before.
        void deadlineChanged();
    }

    private final WorkerParts parts;
    private final TrackParameters parameters;
    private final Upstream upstream;
    private final String id;
    private final VideoCodec videoCodec;
    private final int payloadType;
    private final KeyFrameRequests keyFrameRequests;
    private final Recovery recovery = new Recovery();
    private final InboundCounters counters = new InboundCounters();
    private final List<Subscription> subscriptions = new ArrayList<>();

    private int ssrc;
    private int rtxSsrc;

    // Of the present source; another one brings its own numbers and clocks.
    private ReceivedWindow window;
    private ReceptionStatistics statistics;
    private NackGenerator missing;
    private RtpTimeline timeline;
    private RetransmissionBuffer cache;
    private boolean hasSource;
    private long lastKeyFrame = -1;

    PublishedTrack(WorkerParts parts, TrackParameters parameters, Upstream upstream) {
        this.parts = parts;
        this.parameters = parameters;
        this.upstream = upstream;
        id = Ids.name(parts.random());
        payloadType = parameters.codec().payloadType();
        videoCodec = VideoCodec.of(parameters.codec().name()).orElse(null);
        keyFrameRequests = new KeyFrameRequests(parts.config().keyFrameInterval());
        beginAnew(0);
    }

    TrackParameters parameters() {
        return parameters;
    }

    /// Names the track in the descriptions that players get.
    String id() {
        return id;
    }

    /// 0: not known yet.
    int ssrc() {
        return ssrc;
    }

    // The publisher's side.

    /// From now on packets of this SSRC are the track's, or its retransmissions.
    void bind(int source, boolean retransmission) {
        if (retransmission) {
            rtxSsrc = source;
            return;
        }
        beginAnew(source);
        if (hasSource) {
            subscriptions.forEach(Subscription::sourceChanged);
            requestKeyFrame(parts.now());
        }
        hasSource = true;
    }

    private void beginAnew(int source) {
        ssrc = source;
        window = new ReceivedWindow();
        statistics = new ReceptionStatistics(source, parameters.codec().clockRate());
        missing = parameters.hasFeedback("nack") ? new NackGenerator() : null;
        timeline = new RtpTimeline(parameters.codec().clockRate());
        cache = new RetransmissionBuffer(parts.config().cachedPackets(), WorkerParts.MAX_PACKET);
    }

    void onPacket(RtpPacket packet, boolean retransmitted, long now) {
        if (packet.payloadType() != payloadType) {
            drop(DropReason.UNKNOWN_PAYLOAD_TYPE);
            return;
        }
        counters.packetsReceived++;
        counters.bytesReceived += packet.payloadLength();
        int sequenceNumber = packet.sequenceNumber();
        if (retransmitted) {
            counters.retransmittedPacketsReceived++;
        } else {
            statistics.onPacket(sequenceNumber, packet.timestamp(), now);
        }
        switch (window.onPacket(sequenceNumber)) {
            case NEW -> onNewPacket(packet, retransmitted, now);
            case DUPLICATE -> {
                counters.packetsDuplicated++;
                drop(DropReason.DUPLICATE);
            }
            case TOO_OLD -> drop(DropReason.TOO_OLD);
        }
    }

    private void onNewPacket(RtpPacket packet, boolean retransmitted, long now) {
        noteArrival(packet.sequenceNumber(), retransmitted, now);
        if (packet.payloadLength() == 0) {
            counters.paddingPacketsReceived++;
            skip(packet.sequenceNumber());
            return;
        }
        boolean keyFrame = isKeyFrame(packet);
        if (keyFrame) {
            countKeyFrame(packet.timestamp());
            keyFrameRequests.onKeyFrame();
        }
        cache.store(packet);
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).offer(packet, keyFrame, now);
        }
    }

    private void noteArrival(int sequenceNumber, boolean retransmitted, long now) {
        if (missing == null) {
            return;
        }
        if (retransmitted) {
            missing.onRetransmission(sequenceNumber, now);
        } else {
            missing.onPacket(sequenceNumber, now);
        }
    }

    /// H.264 begins one picture twice, with its parameters and with its first slice.
    private void countKeyFrame(long timestamp) {
        counters.keyFramesReceived += timestamp == lastKeyFrame ? 0 : 1;
        lastKeyFrame = timestamp;
    }

    private boolean isKeyFrame(RtpPacket packet) {
        return videoCodec != null
                && KeyFrames.isKeyFrame(videoCodec, packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    /// A publisher probes the bandwidth with packets that hold padding only. They take sequence numbers, and must leave no hole where they are not forwarded.
    private void skip(int sequenceNumber) {
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).skip(sequenceNumber);
        }
    }

    private void drop(DropReason reason) {
        counters.packetsDiscarded++;
        parts.drops().count(reason);
    }

    /// The publisher probes the bandwidth with retransmissions of nothing.
    void onProbe() {
        counters.paddingPacketsReceived++;
    }

    void onSenderReport(SenderReport report, long now) {
        timeline.onSenderReport(report.ntpTime(), report.rtpTimestamp(), now);
        statistics.onSenderReport(report.ntpTime(), now);
    }

    /// Whether there is anything to report about.
    boolean hasBegun() {
        return statistics.packetsReceived() > 0;
    }

    ReportBlock report(long now) {
        return statistics.report(now);
    }

    void onTime(long now) {
        if (missing != null && now >= missing.deadline()) {
            missing.onTime(now, recovery);
        }
        if (now >= keyFrameRequests.deadline()) {
            keyFrameRequests.onTime(now, this::sendKeyFrameRequest);
        }
    }

    long deadline() {
        return Math.min(missing == null ? NEVER : missing.deadline(), keyFrameRequests.deadline());
    }

    private void sendKeyFrameRequest() {
        if (ssrc != 0) {
            counters.pliCount++;
            upstream.sendKeyFrameRequest(this);
        }
    }

    void roundTripTime(long nanoseconds) {
        if (missing != null) {
            missing.roundTripTime(nanoseconds);
        }
    }

    private final class Recovery implements NackGenerator.Output {
        @Override
        public void sendNack(int[] sequenceNumbers, int count) {
            counters.nackCount++;
            upstream.sendNack(PublishedTrack.this, sequenceNumbers, count);
        }

        /// No player can decode what follows; the request is theirs, only sooner.
        @Override
        public void onGivenUp(int count) {
            if (videoCodec != null && !subscriptions.isEmpty()) {
                keyFrameRequests.request(parts.now());
            }
        }
    }

    // The players' side.

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /// Asks the publisher for a keyframe: what all players ask for is one request, and requests are never closer than the source can bear.
    void requestKeyFrame(long now) {
        if (videoCodec != null) {
            keyFrameRequests.request(now);
            upstream.deadlineChanged();
        }
    }

    /// The packets that can be repeated, by the publisher's numbers.
    RetransmissionBuffer cache() {
        return cache;
    }

    boolean hasReceived(int sequenceNumber) {
        return window.contains(sequenceNumber);
    }

    /// The highest sequence number that has arrived.
    int newestNumber() {
        return window.newest();
    }

    /// Which moment of the publisher's wall clock its timestamps mean.
    RtpTimeline timeline() {
        return timeline;
    }

    WorkerSnapshot.InboundTrack snapshot() {
        double jitter = (double) statistics.jitter() / parameters.codec().clockRate();
        return new WorkerSnapshot.InboundTrack(parameters.mid(), parameters.kind(), parameters.codec().name(),
                Integer.toUnsignedLong(ssrc), Integer.toUnsignedLong(rtxSsrc), counters.packetsReceived,
                counters.bytesReceived, statistics.packetsLost(), jitter, counters.retransmittedPacketsReceived,
                counters.packetsDuplicated, counters.packetsDiscarded, counters.paddingPacketsReceived,
                counters.keyFramesReceived, counters.nackCount, counters.pliCount, subscriptions.size());
    }
}
