package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// Packs the packet statuses of a [TransportFeedback] into chunks of two bytes.
///
/// Symbols are collected as long as one chunk can still hold them all: any seven, or fourteen without a large delta, or 8,191 equal ones.
/// The next one that does not fit closes the chunk. Chromium packs the same way.
final class StatusChunks {
    private static final int TWO_BIT_SYMBOLS = 7;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int MAX_RUN = 0x1fff;

    private final int[] pending = new int[ONE_BIT_SYMBOLS];
    private int size;
    private boolean isUniform = true;
    private boolean hasLarge;
    private byte[] target;
    private int start;
    private int at;

    void begin(byte[] target, int offset) {
        this.target = target;
        start = offset;
        at = offset;
        clear();
    }

    void add(int symbol) {
        if (!fits(symbol)) {
            closeChunk();
        }
        append(symbol);
    }

    /// Returns how many bytes were written.
    int end() {
        if (size > 0) {
            if (isUniform) {
                writeRun();
            } else if (size <= TWO_BIT_SYMBOLS) {
                writeTwoBitVector();
            } else {
                writeOneBitVector();
            }
        }
        return at - start;
    }

    private boolean fits(int symbol) {
        return size < TWO_BIT_SYMBOLS
                || size < ONE_BIT_SYMBOLS && !hasLarge && symbol != TransportFeedback.LARGE_DELTA
                || size < MAX_RUN && isUniform && pending[0] == symbol;
    }

    private void append(int symbol) {
        if (size < ONE_BIT_SYMBOLS) {
            pending[size] = symbol;
        }
        size++;
        isUniform &= symbol == pending[0];
        hasLarge |= symbol == TransportFeedback.LARGE_DELTA;
    }

    private void closeChunk() {
        if (isUniform) {
            writeRun();
            clear();
        } else if (size == ONE_BIT_SYMBOLS) {
            writeOneBitVector();
            clear();
        } else {
            writeTwoBitVector();
            keepFrom(TWO_BIT_SYMBOLS);
        }
    }

    private void keepFrom(int first) {
        int last = size;
        clear();
        for (int i = first; i < last; i++) {
            append(pending[i]);
        }
    }

    private void clear() {
        size = 0;
        isUniform = true;
        hasLarge = false;
    }

    private void writeRun() {
        write(pending[0] << 13 | size);
    }

    private void writeOneBitVector() {
        int chunk = 0x8000;
        for (int i = 0; i < size; i++) {
            chunk |= pending[i] << 13 - i;
        }
        write(chunk);
    }

    private void writeTwoBitVector() {
        int chunk = 0xc000;
        for (int i = 0; i < Math.min(size, TWO_BIT_SYMBOLS); i++) {
            chunk |= pending[i] << 12 - 2 * i;
        }
        write(chunk);
    }

    private void write(int chunk) {
        U16.set(target, at, chunk);
        at += 2;
    }
}
