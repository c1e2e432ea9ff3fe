package dev.sluice.wire;

/// Serial number arithmetic: comparing numbers that wrap around.
///
/// Of two numbers the newer is the one that is reached from the other by going up less than half of the number space.
///
/// @rfc 1982 3.2 Comparison
public final class SerialNumbers {
    private SerialNumbers() {}

    /// How far `to` is ahead of `from`, from -32768 to 32767.
    public static int distance16(int from, int to) {
        return (short) (to - from);
    }

    public static boolean isNewer16(int number, int than) {
        return distance16(than, number) > 0;
    }

    /// How far `to` is ahead of `from`, from -2^31 to 2^31 - 1.
    public static int distance32(int from, int to) {
        return to - from;
    }

    public static boolean isNewer32(int number, int than) {
        return distance32(than, number) > 0;
    }

    /// The 64-bit number nearest to `reference` whose low 16 bits are `number`: 65535 followed by 0 becomes 65535, 65536.
    public static long unwrap16(long reference, int number) {
        return reference + distance16((int) reference & U16.MAX, number);
    }

    /// The 64-bit number nearest to `reference` whose low 32 bits are `number`.
    public static long unwrap32(long reference, int number) {
        return reference + distance32((int) reference, number);
    }
}
