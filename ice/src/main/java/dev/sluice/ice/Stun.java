package dev.sluice.ice;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// The header that every STUN message starts with.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Magic Cookie                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Transaction ID (96 bits)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @rfc 8489 5 STUN Message Structure
public final class Stun {
    public static final int BINDING = 0x001;

    // RFC 8656 17: the methods of TURN
    public static final int ALLOCATE = 0x003;
    public static final int REFRESH = 0x004;
    public static final int SEND = 0x006;
    public static final int DATA = 0x007;
    public static final int CREATE_PERMISSION = 0x008;
    public static final int CHANNEL_BIND = 0x009;

    static final int MAGIC_COOKIE = 0x2112a442;
    static final int HEADER_LENGTH = 20;
    static final int LENGTH_OFFSET = 2;
    static final int COOKIE_OFFSET = 4;
    static final int TRANSACTION_ID_OFFSET = 8;
    static final int TRANSACTION_ID_LENGTH = 12;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private Stun() {}

    /// Whether the datagram has the header of a STUN message that fills it exactly. What the attributes look like is not asked.
    public static boolean isStun(byte[] bytes, int offset, int length) {
        return length >= HEADER_LENGTH && (bytes[offset] & 0xc0) == 0
                && U16.get(bytes, offset + LENGTH_OFFSET) == length - HEADER_LENGTH && (length & 3) == 0
                && U32.getInt(bytes, offset + COOKIE_OFFSET) == MAGIC_COOKIE;
    }

    /// The length that an attribute's value takes up on the wire: padded to four bytes.
    static int padded(int length) {
        return length + 3 & ~3;
    }
}
