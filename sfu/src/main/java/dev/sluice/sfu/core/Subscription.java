package dev.sluice.sfu.core;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RetransmissionBudget;
import dev.sluice.rtp.RetransmissionBuffer;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SequenceNumberMapper;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// A track on its way to one player.
///
/// Rewrites a copy of each packet so that the player sees one uninterrupted stream of its own: SSRC, payload type, sequence number, timestamp, extension
/// identifiers. Video begins with a keyframe. What the player lost is repeated from the track's cache, over the retransmission stream.
final class Subscription {
    /// Until the player's reports tell: as on a short link, so that the first losses are repaired in time.
    private static final long DEFAULT_ROUND_TRIP = 20 * Time.MILLISECOND;

    private final WorkerParts parts;
    private final PublishedTrack track;
    private final TrackParameters parameters;
    private final Transport transport;
    private final int ssrc;
    private final int payloadType;
    private final HeaderExtensions extensions;
    private final int midExtension;
    private final byte[] mid;
    private final SequenceNumberMapper numbers;
    private final int rtxPayloadType;
    private final RetransmissionBuffer sentPackets;     // as they went out; null where there is a retransmission stream
    private final RetransmissionBudget budget;
    private final RemoteReception reception = new RemoteReception();
    private final OutboundCounters counters = new OutboundCounters();
    private final RtpPacket cached = new RtpPacket();

    private boolean active;
    private boolean anotherSource;
    private long timestampShift;        // to be added to the track's timestamps
    private long lastTimestamp;         // as sent
    private long lastSent;
    private int nextRtx;
    private int lastFullIntraRequest = -1;

    Subscription(WorkerParts parts, PublishedTrack track, TrackParameters parameters, Transport transport) {
        this.parts = parts;
        this.track = track;
        this.parameters = parameters;
        this.transport = transport;
        ssrc = parameters.ssrc();
        payloadType = parameters.codec().payloadType();
        extensions = HeaderExtensions.mapping(SupportedExtensions.mapping(track.parameters(), parameters));
        midExtension = parameters.extensionId(HeaderExtensions.MID);
        mid = parameters.mid().getBytes(StandardCharsets.US_ASCII);
        numbers = new SequenceNumberMapper(Ids.firstSequenceNumber(parts.random()));
        rtxPayloadType = parameters.rtxPayloadType();
        boolean bare = parameters.hasFeedback("nack") && parameters.rtxSsrc() == 0;
        sentPackets = bare ? new RetransmissionBuffer(parts.config().cachedPackets(),
                WorkerParts.MAX_PACKET + SrtpSession.MAX_OVERHEAD) : null;
        budget = new RetransmissionBudget(parts.config().retransmissionShare());
        nextRtx = Ids.firstSequenceNumber(parts.random());
    }

    PublishedTrack track() {
        return track;
    }

    int ssrc() {
        return ssrc;
    }

    // From the publisher.

    /// Takes a packet of the track that was not offered before.
    void offer(RtpPacket original, boolean keyFrame, long now) {
        if (active) {
            forward(original, now);
        } else if (keyFrame || !parameters.isVideo()) {
            begin(original, now);
        }
    }

    /// A packet of the track that goes to nobody.
    void skip(int sequenceNumber) {
        if (active) {
            numbers.drop(sequenceNumber);
        }
    }

    /// The track comes from another SSRC from now on, with numbers and timestamps of its own; the player is not to notice.
    void sourceChanged() {
        anotherSource |= active;
        active = false;
    }

    private void begin(RtpPacket first, long now) {
        if (anotherSource) {
            anotherSource = false;
            numbers.continueWith(first.sequenceNumber());
            timestampShift = lastTimestamp + ticks(now - lastSent) - first.timestamp();
        }
        active = true;
        forward(first, now);
        forwardWhatOvertook(first.sequenceNumber(), now);
    }

    private long ticks(long nanoseconds) {
        return nanoseconds / Time.MICROSECOND * parameters.codec().clockRate() / 1_000_000;
    }

    /// A keyframe's first packet may come late, as a retransmission, and the rest of it be there already.
    private void forwardWhatOvertook(int first, long now) {
        int behind = track.newestNumber() - first & U16.MAX;
        for (int i = 1; i <= behind && behind <= track.cache().capacity(); i++) {
            int number = first + i & U16.MAX;
            if (track.cache().find(number, cached)) {
                forward(cached, now);
            } else if (track.hasReceived(number)) {
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
        rewrite(copy, number);
        lastTimestamp = copy.timestamp();
        lastSent = now;
        int length = transport.sendRtp(copy.length());
        if (length > 0) {
            parts.countForwarded();
            counters.packetsSent++;
            counters.bytesSent += original.payloadLength();
            budget.onSent(original.length());
            keep(copy, length);
        }
    }

    /// Without a retransmission stream a packet can only be repeated as it went out: protecting the same number twice would give the key away.
    private void keep(RtpPacket sent, int protectedLength) {
        if (sentPackets != null && sent.wrap(sent.bytes(), 0, protectedLength)) {
            sentPackets.store(sent);
        }
    }

    private void rewrite(RtpPacket copy, int number) {
        copy.ssrc(ssrc).payloadType(payloadType).sequenceNumber(number).timestamp(copy.timestamp() + timestampShift);
        if (copy.hasExtension()) {
            extensions.rewrite(copy);
            writeMid(copy);
        }
    }

    /// The publisher's MID names a section of the publisher's; the player's has another name, of the same length or it was not mapped.
    private void writeMid(RtpPacket copy) {
        int at = midExtension == 0 ? -1 : copy.extension(midExtension);
        if (at >= 0 && copy.extensionLength(midExtension) == mid.length) {
            System.arraycopy(mid, 0, copy.bytes(), at, mid.length);
        }
    }

    // From the player.

    void onNack(int[] sequenceNumbers, long now) {
        counters.nackCount++;
        for (int number : sequenceNumbers) {
            if (sentPackets != null) {
                sendAgain(number, now);
            } else if (parameters.rtxSsrc() != 0) {
                retransmit(number, now);
            }
        }
    }

    private void sendAgain(int number, long now) {
        if (sentPackets.find(number, cached) && isAllowed(number, cached.length(), now)) {
            transport.sendAgain(cached);
            counters.retransmittedPacketsSent++;
        }
    }

    /// @rfc 4588 4 Retransmission Payload Format
    private void retransmit(int number, long now) {
        int original = numbers.original(number);
        if (original == SequenceNumberMapper.NONE || !track.cache().find(original, cached)
                || !isAllowed(number, cached.length() + Rtx.OVERHEAD, now)) {
            return;
        }
        RtpPacket copy = parts.copy();
        cached.copyTo(parts.scratch(), copy);
        rewrite(copy, number);
        int length = Rtx.encapsulate(copy, rtxPayloadType, parameters.rtxSsrc(), nextRtx, parts.egress());
        nextRtx = nextRtx + 1 & U16.MAX;
        if (transport.sendRtp(length) > 0) {
            counters.retransmittedPacketsSent++;
        }
    }

    private boolean isAllowed(int number, int bytes, long now) {
        boolean allowed = budget.allow(number, bytes, now, reception.roundTripTime(DEFAULT_ROUND_TRIP));
        counters.retransmissionsRefused += allowed ? 0 : 1;
        return allowed;
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
        return counters.packetsSent > 0 && active && track.timeline().isKnown();
    }

    SenderReport report(long now) {
        long ntp = track.timeline().ntpTimeAt(now);
        reception.onReportSent(ntp, now);
        return new SenderReport(Integer.toUnsignedLong(ssrc), ntp,
                track.timeline().rtpTimestampAt(now) + timestampShift & U32.MAX, counters.packetsSent & U32.MAX,
                counters.bytesSent & U32.MAX, List.of());
    }

    WorkerSnapshot.OutboundTrack snapshot() {
        return new WorkerSnapshot.OutboundTrack(parameters.mid(), parameters.kind(), parameters.codec().name(),
                Integer.toUnsignedLong(ssrc),
                Integer.toUnsignedLong(parameters.rtxSsrc()), active, counters.packetsSent, counters.bytesSent,
                counters.retransmittedPacketsSent,
                counters.retransmissionsRefused, counters.nackCount, counters.pliCount, counters.firCount,
                reception.fractionLost(), reception.packetsLost(),
                reception.jitterSeconds(parameters.codec().clockRate()),
                seconds(roundTripTime()));
    }

    /// Nanoseconds, -1: not known.
    long roundTripTime() {
        return reception.roundTripTime(-1);
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds < 0 ? -1 : nanoseconds / 1e9;
    }
}
