package dev.sluice.dtlssrtp;

import dev.sluice.wire.U16;

/// How much of an RTP packet stays in the clear.
///
/// @rfc 3550 5.1 RTP Fixed Header Fields
final class SrtpLayout {
    static final int RTP_HEADER_LENGTH = 12;
    /// The header of the first packet of a compound, with its SSRC.
    static final int RTCP_HEADER_LENGTH = 8;

    private SrtpLayout() {}

    static boolean isRtp(byte[] bytes, int offset, int length) {
        return length >= RTP_HEADER_LENGTH && headerLength(bytes, offset, length) <= length;
    }

    /// The length of fixed header, contributing sources and header extension; more than `length` when they do not fit.
    static int headerLength(byte[] bytes, int offset, int length) {
        int header = RTP_HEADER_LENGTH + 4 * (bytes[offset] & 0x0f);
        boolean hasExtension = (bytes[offset] & 0x10) != 0;
        if (!hasExtension) {
            return header;
        }
        return header + 4 > length ? length + 1 : header + 4 + 4 * U16.get(bytes, offset + header + 2);
    }
}
