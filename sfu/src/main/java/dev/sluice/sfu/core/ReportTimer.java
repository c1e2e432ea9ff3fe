package dev.sluice.sfu.core;

import java.util.random.RandomGenerator;

import dev.sluice.wire.Time;

/// When a participant's next RTCP report is due: about once a second, never two in step.
///
/// RFC 3550 spreads reports over half to one and a half of the interval, so that those of many participants do not come at once. The interval is that of
/// browsers; on a link of 1 Mbit/s it stays far below the 5 percent that RTCP may use.
///
/// @rfc 3550 6.3.1 Computing the RTCP Transmission Interval
final class ReportTimer {
    private static final long INTERVAL = Time.SECOND;
    private static final long SOON = INTERVAL / 4;

    private final RandomGenerator random;
    private long next = Time.NEVER;

    ReportTimer(RandomGenerator random) {
        this.random = random;
    }

    void start(long now) {
        next = now + SOON;
    }

    /// There was nothing to report.
    void retrySoon(long now) {
        next = now + SOON;
    }

    /// Whether a report is due; if so, the next one is set.
    boolean isDue(long now) {
        if (now < next) {
            return false;
        }
        next = now + INTERVAL / 2 + random.nextLong(INTERVAL);
        return true;
    }

    long deadline() {
        return next;
    }
}
