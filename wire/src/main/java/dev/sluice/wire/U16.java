package dev.sluice.wire;

/// Unsigned 16-bit numbers in network byte order, read and written where they lie.
public final class U16 {
    public static final int MAX = 0xffff;

    private U16() {}

    public static int get(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
    }

    /// Writes the low 16 bits of `value`.
    public static void set(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >>> 8);
        bytes[offset + 1] = (byte) value;
    }
}
