package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.rtp.ExtensionData;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.KeyFrameRequests;
import dev.sluice.rtp.KeyFrames;
import dev.sluice.rtp.NackGenerator;
import dev.sluice.rtp.RtpPacket;
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

        /// A packet is louder than silence.
        void onSound(long now);

        /// The track wants to be called at another time than before.
        void deadlineChanged();
    }

    private final WorkerParts parts;
    private final TrackParameters parameters;
    private final Upstream upstream;
    private final String id;
    private final int levelExtension;       // 0: it does not say how loud it is
    private final Voice voice = new Voice();
    private final VideoCodec videoCodec;
    private final int payloadType;
    private final KeyFrameRequests keyFrameRequests;
    private final Recovery recovery = new Recovery();
    private final InboundCounters counters = new InboundCounters();
    private final List<Subscription> subscriptions = new ArrayList<>();

    private SourceReception source;     // of SSRC 0 until there is one
    private int rtxSsrc;
    private long lastKeyFrame = -1;

    PublishedTrack(WorkerParts parts, TrackParameters parameters, Upstream upstream) {
        this.parts = parts;
        this.parameters = parameters;
        this.upstream = upstream;
        id = Ids.name(parts.random());
        levelExtension = parameters.isVideo() ? 0 : parameters.extensionId(HeaderExtensions.AUDIO_LEVEL);
        payloadType = parameters.codec().payloadType();
        videoCodec = VideoCodec.of(parameters.codec().name()).orElse(null);
        keyFrameRequests = new KeyFrameRequests(parts.config().keyFrameInterval());
        source = new SourceReception(0, parameters, parts.config().cachedPackets());
    }

    TrackParameters parameters() {
        return parameters;
    }

    RoomTrack describe() {
        return new RoomTrack(parameters.mid(), parameters.kind(), parameters.codec().name());
    }

    /// Names the track in the descriptions that players get.
    String id() {
        return id;
    }

    Voice voice() {
        return voice;
    }

    /// What arrives of the track's present SSRC.
    SourceReception source() {
        return source;
    }

    // The publisher's side.

    /// From now on packets of this SSRC are the track's, or its retransmissions.
    void bind(int ssrc, boolean retransmission) {
        if (retransmission) {
            rtxSsrc = ssrc;
            return;
        }
        boolean another = source.ssrc() != 0;
        source = new SourceReception(ssrc, parameters, parts.config().cachedPackets());
        if (another) {
            subscriptions.forEach(Subscription::sourceChanged);
            requestKeyFrame(parts.now());
        }
    }

    void onPacket(RtpPacket packet, boolean retransmitted, long now) {
        if (packet.payloadType() != payloadType) {
            drop(DropReason.UNKNOWN_PAYLOAD_TYPE);
            return;
        }
        counters.packetsReceived++;
        counters.bytesReceived += packet.payloadLength();
        counters.retransmittedPacketsReceived += retransmitted ? 1 : 0;
        switch (source.onPacket(packet, retransmitted, now)) {
            case NEW -> onNewPacket(packet, now);
            case DUPLICATE -> {
                counters.packetsDuplicated++;
                drop(DropReason.DUPLICATE);
            }
            case TOO_OLD -> drop(DropReason.TOO_OLD);
        }
    }

    private void onNewPacket(RtpPacket packet, long now) {
        if (packet.payloadLength() == 0) {
            onProbe();
            skip(packet.sequenceNumber());
            return;
        }
        boolean keyFrame = isKeyFrame(packet);
        if (keyFrame) {
            onKeyFrame(packet.timestamp());
        }
        listen(packet, now);
        source.cache().store(packet);
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).offer(packet, keyFrame, now);
        }
    }

    private void listen(RtpPacket packet, long now) {
        int level = levelExtension == 0 ? ExtensionData.NONE : ExtensionData.audioLevel(packet, levelExtension);
        if (level != ExtensionData.NONE) {
            voice.onPacket(level);
            if (level <= -Speech.QUIET) {
                upstream.onSound(now);
            }
        }
    }

    private boolean isKeyFrame(RtpPacket packet) {
        return videoCodec != null
                && KeyFrames.isKeyFrame(videoCodec, packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    /// H.264 begins one picture twice, with its parameters and with its first slice.
    private void onKeyFrame(long timestamp) {
        counters.keyFramesReceived += timestamp == lastKeyFrame ? 0 : 1;
        lastKeyFrame = timestamp;
        keyFrameRequests.onKeyFrame();
    }

    /// The publisher probes the bandwidth with packets, or retransmissions, of nothing.
    void onProbe() {
        counters.paddingPacketsReceived++;
    }

    /// What is not forwarded has taken a sequence number all the same, and must leave no hole.
    private void skip(int sequenceNumber) {
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).skip(sequenceNumber);
        }
    }

    private void drop(DropReason reason) {
        counters.packetsDiscarded++;
        parts.drops().count(reason);
    }

    void onTime(long now) {
        source.onTime(now, recovery);
        if (now >= keyFrameRequests.deadline()) {
            keyFrameRequests.onTime(now, recovery);
        }
    }

    long deadline() {
        return Math.min(source.deadline(), keyFrameRequests.deadline());
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

    WorkerSnapshot.InboundTrack snapshot() {
        return new WorkerSnapshot.InboundTrack(parameters.mid(), parameters.kind(), parameters.codec().name(),
                Integer.toUnsignedLong(source.ssrc()), Integer.toUnsignedLong(rtxSsrc), counters.packetsReceived,
                counters.bytesReceived, source.packetsLost(), source.jitterSeconds(),
                counters.retransmittedPacketsReceived, counters.packetsDuplicated, counters.packetsDiscarded,
                counters.paddingPacketsReceived, counters.keyFramesReceived, counters.nackCount, counters.pliCount,
                subscriptions.size());
    }

    private final class Recovery implements NackGenerator.Output, KeyFrameRequests.Output {
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

        @Override
        public void sendPli() {
            if (source.ssrc() != 0) {
                counters.pliCount++;
                upstream.sendKeyFrameRequest(PublishedTrack.this);
            }
        }
    }
}
