package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// Retransmissions in a stream of their own: the original packet with its sequence number in front of the payload.
///
/// ```
/// |                    RTP header, ssrc and pt of the rtx stream  |
/// |            OSN                |                               |
/// |                  original payload …                           |
/// ```
///
/// @rfc 4588 4 Retransmission Payload Format
public final class Rtx {
    /// So many bytes is a retransmission longer than its original.
    public static final int OVERHEAD = 2;

    private Rtx() {}

    /// Writes the retransmission of a packet to the start of `target`. Its padding stays behind. Returns the length.
    public static int encapsulate(RtpPacket original, int rtxPayloadType, int rtxSsrc, int rtxSequenceNumber,
            byte[] target) {
        int header = original.headerLength();
        int payload = original.payloadLength();
        System.arraycopy(original.bytes(), original.offset(), target, 0, header);
        RtpPacket.clearPaddingBit(target, 0);
        U16.set(target, header, original.sequenceNumber());
        System.arraycopy(original.bytes(), original.payloadOffset(), target, header + OVERHEAD, payload);
        RtpPacket.writeIdentity(target, 0, rtxPayloadType, rtxSequenceNumber, rtxSsrc);
        return header + OVERHEAD + payload;
    }

    /// The original's sequence number, or -1 for a packet that carries none: browsers pad the retransmission stream to find out
    /// the bandwidth.
    public static int originalSequenceNumber(RtpPacket rtx) {
        return rtx.payloadLength() < OVERHEAD ? -1 : U16.get(rtx.bytes(), rtx.payloadOffset());
    }

    /// Turns the retransmission into the original where it lies, and wraps the window around that. Header extension elements stay, as
    /// those of the retransmission. Returns the new length, or -1 when there is no original in it; then nothing was changed.
    public static int decapsulate(RtpPacket rtx, int payloadType, int ssrc) {
        int originalSequenceNumber = originalSequenceNumber(rtx);
        if (originalSequenceNumber < 0) {
            return -1;
        }
        byte[] bytes = rtx.bytes();
        int payload = rtx.payloadOffset();
        int payloadLength = rtx.payloadLength() - OVERHEAD;
        int length = rtx.headerLength() + payloadLength;
        System.arraycopy(bytes, payload + OVERHEAD, bytes, payload, payloadLength);
        RtpPacket.clearPaddingBit(bytes, rtx.offset());
        RtpPacket.writeIdentity(bytes, rtx.offset(), payloadType, originalSequenceNumber, ssrc);
        rtx.wrap(bytes, rtx.offset(), length);
        return length;
    }
}
