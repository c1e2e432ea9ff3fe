package dev.sluice.ice;

import dev.sluice.wire.U16;

/// The message that carries a relayed datagram between a TURN client and its server with four bytes of overhead.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Channel Number        |            Length             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// /                       Application Data                        /
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// On TCP and TLS it is padded to a multiple of four bytes, on UDP it may be. The length does not count the padding.
///
/// @rfc 8656 12.4 The ChannelData Message
public final class ChannelData {
    public static final int FIRST_CHANNEL = 0x4000;
    public static final int LAST_CHANNEL = 0x4fff;
    /// Clients from before RFC 8656 take numbers up to here.
    public static final int LAST_CHANNEL_OF_RFC_5766 = 0x7fff;
    public static final int HEADER_LENGTH = 4;

    private static final int LENGTH_OFFSET = 2;

    private ChannelData() {}

    /// Whether the bytes start with a whole message: its first two bits are 01. Which numbers are bound is another question.
    public static boolean isChannelData(byte[] bytes, int offset, int length) {
        return length >= HEADER_LENGTH && startsAt(bytes, offset)
                && HEADER_LENGTH + dataLength(bytes, offset) <= length;
    }

    static boolean startsAt(byte[] bytes, int offset) {
        return (bytes[offset] & 0xc0) == 0x40;
    }

    public static int channel(byte[] bytes, int offset) {
        return U16.get(bytes, offset);
    }

    /// The length of the data, which starts [#HEADER_LENGTH] behind `offset`.
    public static int dataLength(byte[] bytes, int offset) {
        return U16.get(bytes, offset + LENGTH_OFFSET);
    }

    public static void writeHeader(byte[] bytes, int offset, int channel, int dataLength) {
        U16.set(bytes, offset, channel);
        U16.set(bytes, offset + LENGTH_OFFSET, dataLength);
    }

    /// The length of a message on TCP or TLS.
    public static int paddedLength(int dataLength) {
        return HEADER_LENGTH + Stun.padded(dataLength);
    }
}
