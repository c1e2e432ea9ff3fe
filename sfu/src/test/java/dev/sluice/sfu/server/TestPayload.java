package dev.sluice.sfu.server;

import java.util.Arrays;
import java.util.SplittableRandom;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.wire.U32;

/// RTP payloads that look like VP8 and whose every byte follows from their number.
final class TestPayload {
    /// Key frames before the count begins: a player starts with a key frame, and nobody can miss what came before it.
    static final int UNCOUNTED = -1;

    private static final byte START_OF_FRAME = 0x10;
    private static final byte[] KEY_FRAME = {START_OF_FRAME, 0x10, 0, 0, (byte) 0x9d, 1, 0x2a};
    private static final byte[] OTHER_FRAME = {START_OF_FRAME, 0x11, 0, 0, 0, 0, 0};
    private static final int HEADER = KEY_FRAME.length + 4;

    private TestPayload() {}

    static byte[] of(int number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] payload = new byte[HEADER + random.nextInt(1000)];
        random.nextBytes(payload);
        byte[] frame = number == UNCOUNTED ? KEY_FRAME : OTHER_FRAME;
        System.arraycopy(frame, 0, payload, 0, frame.length);
        U32.set(payload, frame.length, number);
        return payload;
    }

    static int number(RtpPacket packet) {
        return (int) U32.get(packet.bytes(), packet.payloadOffset() + KEY_FRAME.length);
    }

    /// Whether every byte arrived as it was sent.
    static boolean isIntact(RtpPacket packet) {
        byte[] sent = of(number(packet));
        int start = packet.payloadOffset();
        return Arrays.equals(sent, 0, sent.length, packet.bytes(), start, start + packet.payloadLength());
    }
}
