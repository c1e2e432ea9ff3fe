package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

/// How long to wait for a late packet before calling it lost: learned from those that were late.
///
/// One that came late of its own accord stretches the patience to a bit more than its lateness; every second without one shortens
/// it by an eighth. A request too early costs a packet sent twice, a request too late costs smoothness: hence the bounds.
final class ReorderPatience {
    static final long MIN = 5 * MILLISECOND;
    static final long INITIAL = 10 * MILLISECOND;
    static final long MAX = 50 * MILLISECOND;

    private long patience = INITIAL;
    private long nextRelaxation = NEVER;

    void onReordered(long lateness, long now) {
        relax(now);
        patience = Math.clamp(lateness + lateness / 4, patience, MAX);
        nextRelaxation = now + SECOND;
    }

    long nanoseconds(long now) {
        relax(now);
        return patience;
    }

    private void relax(long now) {
        if (nextRelaxation == NEVER) {
            nextRelaxation = now + SECOND;
        }
        while (now >= nextRelaxation && patience > MIN) {
            patience = Math.max(MIN, patience - patience / 8);
            nextRelaxation += SECOND;
        }
        if (now >= nextRelaxation) {
            nextRelaxation = now + SECOND;
        }
    }
}
