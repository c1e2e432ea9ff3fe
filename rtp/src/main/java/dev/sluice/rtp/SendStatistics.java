package dev.sluice.rtp;

import java.util.List;

import dev.sluice.wire.U32;

/// Counts what is sent of one source, and reports it. Confined to one thread.
///
/// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet
public final class SendStatistics {
    private final long ssrc;
    private final int clockRate;
    private long packets;
    private long octets;
    private long lastTimestamp;
    private long lastSentAt;
    private long roundTrip = -1;
    private int fractionLost;
    private int cumulativeLost;

    public SendStatistics(long ssrc, int clockRate) {
        if (clockRate < 1) {
            throw new IllegalArgumentException("the clock rate of an RTP stream is positive, not " + clockRate);
        }
        this.ssrc = ssrc & U32.MAX;
        this.clockRate = clockRate;
    }

    /// A packet of the stream went out, not a retransmission in another one.
    public void onSent(long timestamp, int payloadBytes, long now) {
        packets++;
        octets += payloadBytes;
        lastTimestamp = timestamp;
        lastSentAt = now;
    }

    /// The receiver's report about this source. `ntpNow` is of the clock that stamps our sender reports.
    public void onReport(ReportBlock block, long ntpNow) {
        long measured = NtpTime.roundTrip(ntpNow, block);
        roundTrip = measured < 0 ? roundTrip : measured;
        fractionLost = block.fractionLost();
        cumulativeLost = block.cumulativeLost();
    }

    /// A report whose timestamp goes on from the last packet. For forwarded media better take both times from [RtpTimeline].
    public SenderReport report(long ntpNow, long now, List<ReportBlock> reports) {
        long timestamp = lastTimestamp + RtpTimeline.toUnits(now - lastSentAt, clockRate) & U32.MAX;
        return reportAt(ntpNow, timestamp, reports);
    }

    /// A report with both times given.
    public SenderReport reportAt(long ntpTime, long rtpTimestamp, List<ReportBlock> reports) {
        return new SenderReport(ssrc, ntpTime, rtpTimestamp, packets & U32.MAX, octets & U32.MAX, reports);
    }

    /// Whether there is anything to report: who has sent nothing writes a receiver report.
    public boolean hasSent() {
        return packets > 0;
    }

    public long packetsSent() {
        return packets;
    }

    /// Of payload, without headers and padding.
    public long bytesSent() {
        return octets;
    }

    /// Nanoseconds; -1 before the first measurement.
    public long roundTripTime() {
        return roundTrip;
    }

    /// In 256ths, of the receiver's last report.
    public int fractionLost() {
        return fractionLost;
    }

    public int packetsLost() {
        return cumulativeLost;
    }
}
