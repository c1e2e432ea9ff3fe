package dev.sluice.ice;

/// What a STUN message is to its method. Its two bits are spread among those of the method.
///
/// ```
///    0                 1
///    2  3  4 5 6 7 8 9 0 1 2 3 4 5
///   +--+--+-+-+-+-+-+-+-+-+-+-+-+-+
///   |M |M |M|M|M|C|M|M|M|C|M|M|M|M|
///   |11|10|9|8|7|1|6|5|4|0|3|2|1|0|
///   +--+--+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// @rfc 8489 5 STUN Message Structure
public enum StunClass {
    REQUEST, INDICATION, SUCCESS_RESPONSE, ERROR_RESPONSE;

    private static final StunClass[] VALUES = values();

    /// The class of a message whose first two bytes are `type`.
    static StunClass of(int type) {
        return VALUES[type >>> 7 & 2 | type >>> 4 & 1];
    }

    static int method(int type) {
        return type >>> 2 & 0xf80 | type >>> 1 & 0x70 | type & 0xf;
    }

    int type(int method) {
        int bits = ordinal();
        return (method & 0xf80) << 2 | (method & 0x70) << 1 | method & 0xf | (bits & 2) << 7 | (bits & 1) << 4;
    }
}
