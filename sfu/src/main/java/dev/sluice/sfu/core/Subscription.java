package dev.sluice.sfu.core;

import java.util.List;

import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.RtpTimeline;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SequenceNumberMapper;
import dev.sluice.wire.SerialNumbers;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// A track on its way to one player, who sees one uninterrupted stream whatever happens at the publisher's. Video begins with a keyframe.
final class Subscription {
    private final WorkerParts parts;
    private final PublishedTrack track;
    private final TrackParameters parameters;
    private final String cname;
    private final Transport transport;
    private final Rewriting rewriting;
    private final SequenceNumberMapper numbers;
    private final Repetitions repetitions;
    private final RemoteReception reception = new RemoteReception();
    private final OutboundCounters counters = new OutboundCounters();
    private final RtpPacket cached = new RtpPacket();

    private boolean paused;
    private int pausedUntil = -1;       // the newest number when it was resumed
    private boolean active;
    private boolean begun;
    private boolean anotherSource;
    private long lastTimestamp;         // as sent
    private long lastSent;
    private int lastFullIntraRequest = -1;

    /// @param cname the name that binds the copies of one publisher's tracks together
    Subscription(WorkerParts parts, PublishedTrack track, TrackParameters parameters, String cname,
            Transport transport) {
        this.parts = parts;
        this.track = track;
        this.parameters = parameters;
        this.cname = cname;
        this.transport = transport;
        rewriting = new Rewriting(track.parameters(), parameters);
        numbers = new SequenceNumberMapper(Ids.firstSequenceNumber(parts.random()));
        repetitions = new Repetitions(parts, parameters, transport);
    }

    PublishedTrack track() {
        return track;
    }

    int ssrc() {
        return parameters.ssrc();
    }

    String mid() {
        return parameters.mid();
    }

    String cname() {
        return cname;
    }

    // From the publisher.

    /// Takes a packet of the track that was not offered before.
    void offer(RtpPacket original, boolean keyFrame, long now) {
        if (active) {
            forward(original, now);
        } else if (!paused && (keyFrame || !parameters.isVideo()) && isLaterThanPause(original)) {
            begin(original, now);
        }
    }

    /// What was sent during the pause and comes late is not what is waited for.
    private boolean isLaterThanPause(RtpPacket packet) {
        return pausedUntil < 0 || SerialNumbers.distance16(pausedUntil, packet.sequenceNumber()) > 0;
    }

    /// A packet of the track that goes to nobody.
    void skip(int sequenceNumber) {
        if (active) {
            numbers.drop(sequenceNumber);
        }
    }

    /// The track comes from another SSRC from now on, with numbers and timestamps of its own; the player is not to notice.
    void sourceChanged() {
        anotherSource |= begun;
        pausedUntil = -1;
        active = false;
    }

    /// Nothing more goes out, at once; what comes meanwhile will be missed by nobody.
    void pause() {
        paused = true;
        active = false;
    }

    /// Goes on with the next number, for video from the next keyframe. Timestamps tell how long it was silent.
    void resume(long now) {
        if (paused) {
            paused = false;
            pausedUntil = track.source().newestNumber();
            track.requestKeyFrame(now);
        }
    }

    private void begin(RtpPacket first, long now) {
        if (begun) {
            numbers.continueWith(first.sequenceNumber());
        }
        if (anotherSource) {
            anotherSource = false;
            rewriting.timestampShift(lastTimestamp + ticks(now - lastSent) - first.timestamp());
        }
        pausedUntil = -1;
        begun = true;
        active = true;
        forward(first, now);
        forwardWhatOvertook(first.sequenceNumber(), now);
    }

    private long ticks(long nanoseconds) {
        return nanoseconds / Time.MICROSECOND * parameters.codec().clockRate() / 1_000_000;
    }

    /// A keyframe's first packet may come late, as a retransmission, and the rest of it be there already.
    private void forwardWhatOvertook(int first, long now) {
        SourceReception source = track.source();
        int behind = source.newestNumber() - first & U16.MAX;
        for (int i = 1; i <= behind && behind <= source.cache().capacity(); i++) {
            int number = first + i & U16.MAX;
            if (source.cache().find(number, cached)) {
                forward(cached, now);
            } else if (source.hasReceived(number)) {
                numbers.drop(number);       // padding
            }
        }
    }

    private void forward(RtpPacket original, long now) {
        int number = numbers.map(original.sequenceNumber());
        if (number == SequenceNumberMapper.NONE) {
            return;
        }
        RtpPacket copy = parts.copy();
        original.copyTo(parts.egress(), copy);
        rewriting.apply(copy, number);
        lastTimestamp = copy.timestamp();
        lastSent = now;
        int length = transport.sendRtp(copy.length());
        if (length > 0) {
            parts.countForwarded();
            counters.packetsSent++;
            counters.bytesSent += original.payloadLength();
            repetitions.onSent(original.length(), length);
        }
    }

    // From the player.

    void onNack(int[] sequenceNumbers, long now) {
        counters.nackCount++;
        for (int number : sequenceNumbers) {
            if (repetitions.hasStream()) {
                repeat(number, now);
            } else {
                repetitions.sendAgain(number, reception.roundTripTime(), now);
            }
        }
    }

    private void repeat(int number, long now) {
        int original = numbers.original(number);
        if (original == SequenceNumberMapper.NONE || !track.source().cache().find(original, cached)
                || !repetitions.allows(number, cached.length() + Rtx.OVERHEAD, reception.roundTripTime(), now)) {
            return;
        }
        RtpPacket copy = parts.copy();
        cached.copyTo(parts.scratch(), copy);
        rewriting.apply(copy, number);
        repetitions.send(copy);
    }

    void onPictureLoss(long now) {
        counters.pliCount++;
        track.requestKeyFrame(now);
    }

    /// A repeated request has the number of the one before.
    ///
    /// @rfc 5104 4.3.1.2 Semantics
    void onFullIntraRequest(int number, long now) {
        if (number != lastFullIntraRequest) {
            lastFullIntraRequest = number;
            counters.firCount++;
            track.requestKeyFrame(now);
        }
    }

    void onReport(ReportBlock report, long now) {
        reception.onReport(report, now);
    }

    // Our reports.

    /// Whether there is something to tell: packets, and a wall clock to put them on.
    boolean canReport() {
        return active && counters.packetsSent > 0 && track.source().timeline().isKnown();
    }

    /// Ties the publisher's wall clock to the timestamps as the player sees them: both at this moment, so that how long the publisher's own report was under
    /// way does not matter, and the sound and picture of one publisher stay together.
    ///
    /// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet
    SenderReport report(long now) {
        RtpTimeline timeline = track.source().timeline();
        long ntp = timeline.ntpTimeAt(now);
        long timestamp = timeline.rtpTimestampAt(now) + rewriting.timestampShift() & U32.MAX;
        reception.onReportSent(ntp, now);
        return new SenderReport(Integer.toUnsignedLong(ssrc()), ntp, timestamp, counters.packetsSent & U32.MAX,
                counters.bytesSent & U32.MAX, List.of());
    }

    /// Nanoseconds, -1: not known.
    long roundTripTime() {
        return reception.roundTripTime();
    }

    WorkerSnapshot.OutboundTrack snapshot() {
        return new WorkerSnapshot.OutboundTrack(parameters.mid(), parameters.kind(), parameters.codec().name(),
                Integer.toUnsignedLong(ssrc()), Integer.toUnsignedLong(parameters.rtxSsrc()), active,
                counters.packetsSent, counters.bytesSent, repetitions.sent(), repetitions.refused(),
                counters.nackCount, counters.pliCount, counters.firCount, reception.fractionLost(),
                reception.packetsLost(), reception.jitterSeconds(parameters.codec().clockRate()),
                WorkerSnapshot.seconds(roundTripTime()));
    }
}
