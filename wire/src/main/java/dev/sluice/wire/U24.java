package dev.sluice.wire;

/// Unsigned 24-bit numbers in network byte order, read and written where they lie.
public final class U24 {
    public static final int MAX = 0xffffff;

    private U24() {}

    public static int get(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 16 | (bytes[offset + 1] & 0xff) << 8 | bytes[offset + 2] & 0xff;
    }

    /// Writes the low 24 bits of `value`.
    public static void set(byte[] bytes, int offset, int value) {
        bytes[offset] = (byte) (value >>> 16);
        bytes[offset + 1] = (byte) (value >>> 8);
        bytes[offset + 2] = (byte) value;
    }
}
