package dev.sluice.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// 64-bit numbers in network byte order, read and written where they lie. Java has no unsigned `long`: compare with [Long#compareUnsigned].
public final class U64 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private U64() {}

    public static long get(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public static void set(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
