package dev.sluice.sfu.core;

import java.util.Arrays;

import dev.sluice.rtp.ExtensionWriter;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;

/// Plain packets for tests to send. The last two bytes of each payload are the packet's number.
final class Rtp {
    private static final int FRAME = 200;

    private Rtp() {}

    static byte[] audio(int number) {
        return packet(Sections.OPUS, number, number * 960L, Scene.AUDIO_SSRC, false, payload(number, 60));
    }

    static byte[] keyFrame(int number, long timestamp) {
        return packet(Sections.VP8, number, timestamp, Scene.VIDEO_SSRC, true, frame(number, true));
    }

    static byte[] deltaFrame(int number, long timestamp) {
        return packet(Sections.VP8, number, timestamp, Scene.VIDEO_SSRC, true, frame(number, false));
    }

    /// A VP8 frame in one packet: S and PID 0 in the descriptor, then the P bit of the frame header.
    static byte[] frame(int number, boolean keyFrame) {
        byte[] payload = payload(number, FRAME);
        payload[0] = 0x10;
        payload[1] = (byte) (keyFrame ? 0 : 1);
        return payload;
    }

    static byte[] packet(int payloadType, int number, long timestamp, long ssrc, boolean marker, byte[] payload) {
        byte[] bytes = new byte[RtpPacket.FIXED_HEADER_LENGTH + payload.length];
        RtpPacket.writeHeader(bytes, 0, payloadType, marker, number & 0xffff, timestamp, (int) ssrc);
        System.arraycopy(payload, 0, bytes, RtpPacket.FIXED_HEADER_LENGTH, payload.length);
        return bytes;
    }

    /// The packet with a MID in front of its payload.
    static byte[] withMid(byte[] packet, String mid) {
        byte[] bytes = Arrays.copyOf(packet, packet.length + 40);
        int payload = new ExtensionWriter().begin(bytes, 0).text(Sections.MID_ID, mid).end();
        return withPayload(bytes, payload, Arrays.copyOfRange(packet, RtpPacket.FIXED_HEADER_LENGTH, packet.length));
    }

    /// The packet with an audio level in front of its payload.
    static byte[] withLevel(byte[] packet, int level) {
        byte[] bytes = Arrays.copyOf(packet, packet.length + 40);
        int payload = new ExtensionWriter().begin(bytes, 0).audioLevel(Sections.AUDIO_LEVEL_ID, level, false).end();
        return withPayload(bytes, payload, Arrays.copyOfRange(packet, RtpPacket.FIXED_HEADER_LENGTH, packet.length));
    }

    static byte[] withPayload(byte[] header, int headerLength, byte[] payload) {
        byte[] bytes = Arrays.copyOf(header, headerLength + payload.length);
        System.arraycopy(payload, 0, bytes, headerLength, payload.length);
        return bytes;
    }

    /// A packet that holds padding only.
    static byte[] padding(int payloadType, int number, long timestamp, long ssrc) {
        byte[] bytes = packet(payloadType, number, timestamp, ssrc, false, new byte[100]);
        bytes[0] |= 0x20;
        bytes[bytes.length - 1] = 100;
        return bytes;
    }

    /// The video packet once more, over the retransmission stream.
    static byte[] retransmission(byte[] packet, int rtxNumber) {
        RtpPacket original = wrap(packet);
        byte[] bytes = new byte[packet.length + Rtx.OVERHEAD];
        Rtx.encapsulate(original, Sections.VP8_RTX, (int) Scene.RTX_SSRC, rtxNumber, bytes);
        return bytes;
    }

    static byte[] payload(int number, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) (number * 31));
        payload[length - 2] = (byte) (number >> 8);
        payload[length - 1] = (byte) number;
        return payload;
    }

    static byte[] payloadOf(RtpPacket packet) {
        return Arrays.copyOfRange(packet.bytes(), packet.payloadOffset(),
                packet.payloadOffset() + packet.payloadLength());
    }

    static int numberIn(RtpPacket packet) {
        byte[] payload = payloadOf(packet);
        return (payload[payload.length - 2] & 0xff) << 8 | payload[payload.length - 1] & 0xff;
    }

    static RtpPacket wrap(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(bytes, 0, bytes.length)) {
            throw new AssertionError("a malformed packet");
        }
        return packet;
    }
}
