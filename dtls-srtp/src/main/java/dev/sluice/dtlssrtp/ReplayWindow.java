package dev.sluice.dtlssrtp;

import java.util.Arrays;

/// Remembers which of the last 1,024 packet indexes were seen, so that none is taken, or sent, twice.
///
/// 64 would do for the RFC; high-rate video over a path that reorders needs more.
///
/// @rfc 3711 3.3.2 Replay Protection
final class ReplayWindow {
    static final int SIZE = 1024;

    /// One bit for each index, at its place modulo [#SIZE].
    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest = -1;

    /// The highest index seen, -1 before the first.
    long highest() {
        return highest;
    }

    /// Whether the index was not seen yet and is not too old to tell.
    boolean isFresh(long index) {
        return index > highest || index > highest - SIZE && (seen[word(index)] & bit(index)) == 0;
    }

    void accept(long index) {
        if (index > highest) {
            forget(index - highest);
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    /// Frees the places of the indexes that the window moves over.
    private void forget(long steps) {
        if (steps >= SIZE) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long index = highest + 1; index <= highest + steps; index++) {
            seen[word(index)] &= ~bit(index);
        }
    }

    private static int word(long index) {
        return (int) (index >>> 6) & SIZE / Long.SIZE - 1;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
