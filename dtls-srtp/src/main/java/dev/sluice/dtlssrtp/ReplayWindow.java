package dev.sluice.dtlssrtp;

import java.util.Arrays;

/// Remembers which of the latest packet indexes were seen, so that none is taken, or sent, twice.
///
/// 64 would do for the RFC; high-rate video over a path that reorders needs more. A sender that forwards what it got late, because a loss was repaired
/// on the way to it, reaches back further still.
///
/// @rfc 3711 3.3.2 Replay Protection
final class ReplayWindow {
    static final int OF_RECEIVER = 1024;
    static final int OF_SENDER = 4096;

    private final int size;
    /// One bit for each index, at its place modulo the size.
    private final long[] seen;
    private long highest = -1;

    /// @param size a power of two, 64 at least
    ReplayWindow(int size) {
        this.size = size;
        this.seen = new long[size / Long.SIZE];
    }

    /// The highest index seen, -1 before the first.
    long highest() {
        return highest;
    }

    /// Whether the index was not seen yet and is not too old to tell.
    boolean isFresh(long index) {
        return index > highest || index > highest - size && (seen[word(index)] & bit(index)) == 0;
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
        if (steps >= size) {
            Arrays.fill(seen, 0);
            return;
        }
        for (long index = highest + 1; index <= highest + steps; index++) {
            seen[word(index)] &= ~bit(index);
        }
    }

    private int word(long index) {
        return (int) (index >>> 6) & seen.length - 1;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
