package dev.sluice.sfu.core;

import java.util.List;

import dev.sluice.rtp.ExtendedReport;
import dev.sluice.rtp.ExtendedReport.Block;
import dev.sluice.rtp.NtpTime;
import dev.sluice.wire.Time;

/// Measures the way to a publisher and back. Reports measure it for those who send media; who only receives sends its clock and is told it again.
///
/// @rfc 3611 4.4 Receiver Reference Time Report Block
/// @rfc 3611 4.5 DLRR Report Block
final class UpstreamRoundTrip {
    private static final long LONGEST = 10 * Time.SECOND;

    private long nanoseconds = -1;

    /// The question, to go with a receiver report. Any clock will do for it.
    ExtendedReport question(long ssrc, long now) {
        return new ExtendedReport(ssrc, List.of(new Block.ReceiverReferenceTime(NtpTime.plus(0, now))));
    }

    /// Whether the report answers a question of `ssrc`.
    boolean onReport(ExtendedReport report, long ssrc, long now) {
        boolean measured = false;
        for (Block block : report.blocks()) {
            if (block instanceof Block.DelaySinceLastReceiverReport(var entries)) {
                for (Block.Entry entry : entries) {
                    measured |= entry.ssrc() == ssrc && onEntry(entry, now);
                }
            }
        }
        return measured;
    }

    private boolean onEntry(Block.Entry entry, long now) {
        int units = (int) (NtpTime.middle(NtpTime.plus(0, now)) - entry.lastReceiverReport() - entry.delay());
        if (entry.lastReceiverReport() == 0 || units < 0 || NtpTime.toNanos(units) > LONGEST) {
            return false;
        }
        nanoseconds = NtpTime.toNanos(units);
        return true;
    }

    /// -1: not known.
    long nanoseconds() {
        return nanoseconds;
    }
}
