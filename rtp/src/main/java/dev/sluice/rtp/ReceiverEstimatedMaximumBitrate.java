package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U24;
import dev.sluice.wire.U32;

/// REMB: all these streams together should stay below this many bits per second.
///
/// ```
/// |  Unique identifier 'R' 'E' 'M' 'B'                            |
/// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
/// |   SSRC feedback …                                             |
/// ```
///
/// From draft-alvestrand-rmcat-remb-03, which never became an RFC.
public record ReceiverEstimatedMaximumBitrate(long senderSsrc, long bitrate, List<Long> ssrcs) implements RtcpPacket {
    static final int FORMAT = 15;

    private static final int UNIQUE_IDENTIFIER = 0x52454d42;
    private static final int FIXED_SIZE = 16;
    private static final int MANTISSA_BITS = 18;
    private static final int MANTISSA_MAX = (1 << MANTISSA_BITS) - 1;

    public ReceiverEstimatedMaximumBitrate {
        ssrcs = List.copyOf(ssrcs);
        if (bitrate < 0 || ssrcs.size() > 255) {
            throw new IllegalArgumentException("REMB holds a bitrate of 0 or more for at most 255 sources");
        }
    }

    @Override
    public int size() {
        return 4 + FIXED_SIZE + 4 * ssrcs.size();
    }

    /// Other feedback for applications has the same format number and another identifier.
    static boolean isRemb(byte[] bytes, int at, int end) {
        return end - at >= 12 && U32.getInt(bytes, at + 8) == UNIQUE_IDENTIFIER;
    }

    static ReceiverEstimatedMaximumBitrate parse(byte[] bytes, int at, int end) {
        if (end - at < FIXED_SIZE) {
            return null;
        }
        int count = bytes[at + 12] & 0xff;
        if (end - at - FIXED_SIZE < 4 * count) {
            return null;
        }
        List<Long> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(U32.get(bytes, at + FIXED_SIZE + 4 * i));
        }
        return new ReceiverEstimatedMaximumBitrate(U32.get(bytes, at), decodeBitrate(U24.get(bytes, at + 13)), ssrcs);
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.PAYLOAD_SPECIFIC_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        U32.set(target, at + 4, 0);
        U32.set(target, at + 8, UNIQUE_IDENTIFIER);
        target[at + 12] = (byte) ssrcs.size();
        U24.set(target, at + 13, encodeBitrate(bitrate));
        at += FIXED_SIZE;
        for (long ssrc : ssrcs) {
            U32.set(target, at, ssrc);
            at += 4;
        }
        return at;
    }

    private static long decodeBitrate(int bits) {
        int exponent = bits >> MANTISSA_BITS;
        long mantissa = bits & MANTISSA_MAX;
        return exponent > Long.numberOfLeadingZeros(mantissa) - 1 ? Long.MAX_VALUE : mantissa << exponent;
    }

    private static int encodeBitrate(long bitrate) {
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(bitrate) - MANTISSA_BITS);
        return exponent << MANTISSA_BITS | (int) (bitrate >> exponent);
    }
}
