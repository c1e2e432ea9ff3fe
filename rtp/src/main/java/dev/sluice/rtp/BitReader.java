package dev.sluice.rtp;

/// Reads bits from the highest to the lowest. Behind the end there are zeros, and [#isOverrun] tells.
final class BitReader {
    private byte[] bytes;
    private int at;             // in bits
    private int end;

    void wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        at = 8 * offset;
        end = at + 8 * length;
    }

    boolean isOverrun() { return at > end; }

    boolean flag() {
        return bits(1) != 0;
    }

    /// The next `count` bits, 32 at most, as a number.
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            int bit = at < end ? bytes[at >> 3] >> 7 - (at & 7) & 1 : 0;
            value = value << 1 | bit;
        }
        return value;
    }

    /// A number below `n` in as few bits as possible: `ns(n)` of the AV1 specification, section 4.10.7.
    int below(int n) {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        int value = bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + bits(1);
    }
}
