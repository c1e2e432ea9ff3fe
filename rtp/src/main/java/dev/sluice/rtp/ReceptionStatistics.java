package dev.sluice.rtp;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// Counts what arrives of one source, and reports it.
///
/// A source is valid from its first packet on: SRTP has authenticated it, so there is no probation. Confined to one thread.
///
/// @rfc 3550 A.1 RTP Data Header Validity Checks
/// @rfc 3550 A.3 Determining Number of Packets Expected and Lost
/// @rfc 3550 A.8 Estimating the Interarrival Jitter
public final class ReceptionStatistics {
    private static final int MAX_DROPOUT = 3000;
    private static final int CYCLE = U16.MAX + 1;
    private static final int MAX_JITTER_STEP = 5;       // seconds; more is a new beginning of the timestamps

    private final long ssrc;
    private final int clockRate;
    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private long base;
    private long received;
    private long expectedBefore;        // at the last report
    private long receivedBefore;
    private long lastTimestamp = -1;
    private long lastTransit;
    private long scaledJitter;          // sixteen times the jitter
    private long lastSenderReport;
    private long lastSenderReportAt;

    public ReceptionStatistics(long ssrc, int clockRate) {
        if (clockRate < 1) {
            throw new IllegalArgumentException("the clock rate of an RTP stream is positive, not " + clockRate);
        }
        this.ssrc = ssrc & U32.MAX;
        this.clockRate = clockRate;
    }

    public void onPacket(int sequenceNumber, long timestamp, long now) {
        long highest = numbers.highest();
        boolean begins = !numbers.hasStarted();
        long number = numbers.unwrap(sequenceNumber);
        received++;
        if (begins) {
            base = number;
        } else if (number - highest > MAX_DROPOUT) {
            base += number - highest - 1;       // a restart, not thousands of losses
        }
        if (begins || number > highest) {
            onNewest(timestamp, now);
        }
    }

    public void onSenderReport(long ntpTime, long now) {
        lastSenderReport = NtpTime.middle(ntpTime);
        lastSenderReportAt = now;
    }

    /// What there is to say since the last report. Call it once per report that is sent.
    public ReportBlock report(long now) {
        long expectedSince = expected() - expectedBefore;
        long lostSince = expectedSince - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        int fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : (int) Math.min(255, (lostSince << 8) / expectedSince);
        return new ReportBlock(ssrc, fraction, Math.clamp(packetsLost(), -0x80_0000, 0x7f_ffff),
                highestSequence(), scaledJitter >> 4, lastSenderReport, delaySinceLastSenderReport(now));
    }

    public long packetsReceived() {
        return received;
    }

    /// Negative when packets came twice.
    public long packetsLost() {
        return expected() - received;
    }

    /// In units of the RTP clock.
    public long jitter() {
        return scaledJitter >> 4;
    }

    private long expected() {
        return numbers.hasStarted() ? numbers.highest() - base + 1 : 0;
    }

    private long highestSequence() {
        return numbers.hasStarted() ? numbers.highest() - CYCLE & U32.MAX : 0;
    }

    private long delaySinceLastSenderReport(long now) {
        return lastSenderReport == 0 ? 0 : Math.min(U32.MAX, NtpTime.toUnits(now - lastSenderReportAt));
    }

    /// Of the packets of a frame only the first counts: the others have the same timestamp, yet are sent one after the other.
    private void onNewest(long timestamp, long now) {
        if (timestamp == lastTimestamp) {
            return;
        }
        long transit = RtpTimeline.toUnits(now, clockRate) - timestamp;
        if (lastTimestamp >= 0) {
            int step = Math.abs((int) (transit - lastTransit));
            if (step >= 0 && step < MAX_JITTER_STEP * (long) clockRate) {
                scaledJitter += step - (scaledJitter + 8 >> 4);
            }
        }
        lastTransit = transit;
        lastTimestamp = timestamp;
    }
}
