package dev.sluice.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Unsigned 32-bit numbers in network byte order, read and written where they lie.
///
/// `getInt` gives the same bits as an `int`, for values that are only compared for equality (an SSRC).
public final class U32 {
    public static final long MAX = 0xffff_ffffL;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private U32() {}

    public static long get(byte[] bytes, int offset) {
        return getInt(bytes, offset) & MAX;
    }

    public static int getInt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /// Writes the low 32 bits of `value`.
    public static void set(byte[] bytes, int offset, long value) {
        INT.set(bytes, offset, (int) value);
    }
}
