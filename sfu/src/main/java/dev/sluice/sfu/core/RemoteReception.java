package dev.sluice.sfu.core;

import java.util.Arrays;

import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.wire.Time;

/// How a player receives what we send it, by its own reports; and how long the way there and back takes.
///
/// A report names our sender report that it answers, by the middle bits of its NTP time, and how long it held it. We remember when we sent the latest few.
///
/// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet (round-trip propagation delay)
final class RemoteReception {
    private static final int REMEMBERED = 4;
    private static final long MAX_ROUND_TRIP = 10 * Time.SECOND;

    private final long[] reportNames = new long[REMEMBERED];
    private final long[] reportTimes = new long[REMEMBERED];
    private int reportsSent;
    private long roundTripTime = -1;
    private ReportBlock last = new ReportBlock(0, 0, 0, 0, 0, 0, 0);

    RemoteReception() {
        Arrays.fill(reportNames, -1);
    }

    void onReportSent(long ntp, long now) {
        int slot = reportsSent++ % REMEMBERED;
        reportNames[slot] = NtpTime.middle(ntp);
        reportTimes[slot] = now;
    }

    void onReport(ReportBlock report, long now) {
        last = report;
        for (int i = 0; i < REMEMBERED; i++) {
            if (report.lastSenderReport() != 0 && reportNames[i] == report.lastSenderReport()) {
                long roundTrip = now - reportTimes[i] - NtpTime.toNanos(report.delaySinceLastSenderReport());
                roundTripTime = Math.clamp(roundTrip, 0, MAX_ROUND_TRIP);
            }
        }
    }

    /// Nanoseconds, -1: not known yet.
    long roundTripTime() {
        return roundTripTime;
    }

    double fractionLost() {
        return last.fractionLost() / 256.0;
    }

    long packetsLost() {
        return last.cumulativeLost();
    }

    double jitterSeconds(int clockRate) {
        return (double) last.jitter() / clockRate;
    }
}
