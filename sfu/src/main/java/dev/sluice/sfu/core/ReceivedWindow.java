package dev.sluice.sfu.core;

import dev.sluice.wire.SerialNumbers;

/// Remembers which of the latest sequence numbers of a source have arrived, so that each packet goes on once.
///
/// A packet may arrive twice in two honest ways that SRTP's replay check does not see: as itself and as a retransmission under another SSRC.
final class ReceivedWindow {
    enum Arrival { NEW, DUPLICATE, TOO_OLD }

    private static final int SIZE = 4096;

    private final long[] seen = new long[SIZE / 64];
    private int newest = -1;

    Arrival onPacket(int sequenceNumber) {
        if (newest < 0) {
            newest = sequenceNumber;
        }
        int ahead = SerialNumbers.distance16(newest, sequenceNumber);
        if (ahead <= -SIZE) {
            return Arrival.TOO_OLD;
        }
        if (ahead > 0) {
            forget(newest + 1, Math.min(ahead, SIZE));
            newest = sequenceNumber;
        }
        return mark(sequenceNumber) ? Arrival.NEW : Arrival.DUPLICATE;
    }

    /// The newest number that has arrived, -1 before the first.
    int newest() {
        return newest;
    }

    boolean contains(int sequenceNumber) {
        int behind = SerialNumbers.distance16(sequenceNumber, newest);
        return newest >= 0 && behind >= 0 && behind < SIZE
                && (seen[wordOf(sequenceNumber)] & bitOf(sequenceNumber)) != 0;
    }

    private void forget(int from, int count) {
        for (int i = 0; i < count; i++) {
            seen[wordOf(from + i)] &= ~bitOf(from + i);
        }
    }

    private boolean mark(int sequenceNumber) {
        int word = wordOf(sequenceNumber);
        long before = seen[word];
        seen[word] |= bitOf(sequenceNumber);
        return before != seen[word];
    }

    private static int wordOf(int sequenceNumber) {
        return (sequenceNumber & SIZE - 1) >>> 6;
    }

    private static long bitOf(int sequenceNumber) {
        return 1L << (sequenceNumber & 63);
    }
}
