package dev.sluice.bench.load;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.wire.U64;

/// The payload that is sent: looks like VP8, and carries its number and the time at which it was sent.
///
/// Every frame begins as a keyframe, so that a player begins with whichever comes first.
///
/// @rfc 7741 4.2 VP8 Payload Descriptor
final class LoadPacket {
    static final int LENGTH = 1200;
    private static final int RTP_HEADER = 12;
    private static final int SENT_AT = 16;
    private static final int NUMBER = 24;
    private static final byte START_OF_PARTITION = 0x10;
    private static final byte[] KEY_FRAME_OF_640_BY_360 = {START_OF_PARTITION, 0x10, 0x02, 0x00, (byte) 0x9d, 0x01,
        0x2a, (byte) 0x80, 0x02, 0x68, 0x01};

    private LoadPacket() {}

    static byte[] payload() {
        return new byte[LENGTH - RTP_HEADER];
    }

    static void fill(byte[] payload, boolean first, long number, long now) {
        if (first) {
            System.arraycopy(KEY_FRAME_OF_640_BY_360, 0, payload, 0, KEY_FRAME_OF_640_BY_360.length);
        } else {
            payload[0] = 0;
        }
        U64.set(payload, SENT_AT, now);
        U64.set(payload, NUMBER, number);
    }

    static long number(RtpPacket packet) {
        return U64.get(packet.bytes(), packet.payloadOffset() + NUMBER);
    }

    static long sentAt(RtpPacket packet) {
        return U64.get(packet.bytes(), packet.payloadOffset() + SENT_AT);
    }
}
