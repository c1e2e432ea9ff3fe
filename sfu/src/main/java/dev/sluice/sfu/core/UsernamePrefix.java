package dev.sluice.sfu.core;

import java.util.HexFormat;

import dev.sluice.ice.Stun;
import dev.sluice.wire.U16;

/// The first two characters of our ICE username fragments: the number of the worker that made them, in hexadecimal.
///
/// Any worker that receives a participant's first STUN check reads there whose it is.
final class UsernamePrefix {
    private static final int LENGTH = 2;
    private static final int USERNAME = 0x0006;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int HEADER_LENGTH = 20;
    private static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private UsernamePrefix() {}

    static String of(int worker) {
        return HexFormat.of().toHexDigits((byte) worker);
    }

    /// The number in a check's USERNAME, -1 when it is no check or holds none.
    ///
    /// @rfc 8489 14.3 USERNAME
    static int workerOf(byte[] bytes, int offset, int length) {
        if (!Stun.isStun(bytes, offset, length) || U16.get(bytes, offset) != BINDING_REQUEST) {
            return -1;
        }
        int end = offset + length;
        for (int at = offset + HEADER_LENGTH; at + ATTRIBUTE_HEADER_LENGTH <= end;) {
            int valueLength = U16.get(bytes, at + 2);
            int value = at + ATTRIBUTE_HEADER_LENGTH;
            if (U16.get(bytes, at) == USERNAME) {
                boolean fits = valueLength >= LENGTH && value + LENGTH <= end;
                return fits ? worker(bytes[value], bytes[value + 1]) : -1;
            }
            at = value + (valueLength + 3 & ~3);
        }
        return -1;
    }

    private static int worker(int first, int second) {
        int high = digit(first);
        int low = digit(second);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(int character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
    }
}
