package dev.sluice.wire;

/// Which protocol a datagram on a WebRTC socket belongs to, told by its first byte (and RTCP from RTP by its second).
///
/// ```
///                 +----------------+
///                 |        [0..3] -+--> STUN
///                 |      [20..63] -+--> DTLS
///   datagram ---> |      [64..79] -+--> TURN channel
///                 |    [128..191] -+--> RTP, RTCP
///                 +----------------+
/// ```
///
/// Everything else, ZRTP (16..19) included, is [#UNKNOWN]. No byte behind the second is looked at: the protocol itself decides whether it likes the rest.
///
/// @rfc 7983 7 Updates to RFC 5764
/// @rfc 5761 4 Distinguishable RTP and RTCP Packets
public enum PacketKind {
    STUN, DTLS, TURN_CHANNEL, RTP, RTCP, UNKNOWN;

    private static final PacketKind[] BY_FIRST_BYTE = new PacketKind[256];
    private static final int FIRST_RTCP_TYPE = 192;
    private static final int LAST_RTCP_TYPE = 223;

    static {
        fill(0, 255, UNKNOWN);
        fill(0, 3, STUN);
        fill(20, 63, DTLS);
        fill(64, 79, TURN_CHANNEL);
        fill(128, 191, RTP);
    }

    public static PacketKind of(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return UNKNOWN;
        }
        PacketKind kind = BY_FIRST_BYTE[bytes[offset] & 0xff];
        return kind == RTP ? rtpOrRtcp(bytes, offset, length) : kind;
    }

    private static PacketKind rtpOrRtcp(byte[] bytes, int offset, int length) {
        if (length < 2) {
            return UNKNOWN;
        }
        int second = bytes[offset + 1] & 0xff;
        return second >= FIRST_RTCP_TYPE && second <= LAST_RTCP_TYPE ? RTCP : RTP;
    }

    private static void fill(int first, int last, PacketKind kind) {
        for (int value = first; value <= last; value++) {
            BY_FIRST_BYTE[value] = kind;
        }
    }
}
