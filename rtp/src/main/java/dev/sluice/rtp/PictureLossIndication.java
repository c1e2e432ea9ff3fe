package dev.sluice.rtp;

import dev.sluice.wire.U32;

/// The decoder lost a picture and cannot go on: please send a key frame.
///
/// @rfc 4585 6.3.1 Picture Loss Indication (PLI)
public record PictureLossIndication(long senderSsrc, long mediaSsrc) implements RtcpPacket {
    static final int FORMAT = 1;

    @Override
    public int size() {
        return 12;
    }

    static PictureLossIndication parse(byte[] bytes, int at, int end) {
        return end - at < 8 ? null : new PictureLossIndication(U32.get(bytes, at), U32.get(bytes, at + 4));
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.PAYLOAD_SPECIFIC_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        U32.set(target, at + 4, mediaSsrc);
        return at + 8;
    }
}
