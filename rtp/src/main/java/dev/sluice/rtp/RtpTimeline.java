package dev.sluice.rtp;

import static dev.sluice.wire.Time.SECOND;

import dev.sluice.wire.U32;

/// Which moment of the sender's wall clock belongs to which RTP timestamp of one of its streams.
///
/// Each sender report ties the two together; in between both clocks are taken to run as fast as ours. That is how sound and picture
/// of one participant are lined up, how the timestamps of two layers of a simulcast are compared, and where a forwarder's own sender reports
/// come from. Confined to one thread.
///
/// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet (NTP timestamp, RTP timestamp)
public final class RtpTimeline {
    private final int clockRate;
    private boolean isKnown;
    private long ntpTime;
    private long rtpTimestamp;
    private long arrival;

    public RtpTimeline(int clockRate) {
        if (clockRate < 1) {
            throw new IllegalArgumentException("the clock rate of an RTP stream is positive, not " + clockRate);
        }
        this.clockRate = clockRate;
    }

    public void onSenderReport(long ntpTime, long rtpTimestamp, long now) {
        this.ntpTime = ntpTime;
        this.rtpTimestamp = rtpTimestamp;
        this.arrival = now;
        this.isKnown = true;
    }

    /// Whether a report has come. The other questions have no meaning before.
    public boolean isKnown() { return isKnown; }

    /// What the sender's wall clock shows at `now`, less the time that its report took to come here.
    public long ntpTimeAt(long now) {
        return NtpTime.plus(ntpTime, now - arrival);
    }

    /// What the stream's clock shows at `now`, likewise.
    public long rtpTimestampAt(long now) {
        return rtpTimestamp + toUnits(now - arrival) & U32.MAX;
    }

    /// When the sample with this timestamp was taken, by the sender's wall clock.
    public long ntpTimeOf(long timestamp) {
        return NtpTime.plus(ntpTime, (int) (timestamp - rtpTimestamp) * SECOND / clockRate);
    }

    /// Which timestamp a sample has that was taken at this time of the sender's wall clock.
    public long rtpTimestampOf(long ntp) {
        return rtpTimestamp + toUnits(NtpTime.between(ntpTime, ntp)) & U32.MAX;
    }

    private long toUnits(long nanoseconds) {
        return toUnits(nanoseconds, clockRate);
    }

    /// Nanoseconds in units of an RTP clock, rounded down, without overflow for centuries.
    static long toUnits(long nanoseconds, int clockRate) {
        return Math.floorDiv(nanoseconds, SECOND) * clockRate
                + Math.floorMod(nanoseconds, SECOND) * clockRate / SECOND;
    }
}
