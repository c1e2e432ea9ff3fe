package dev.sluice.rtp;

import java.util.Arrays;

import dev.sluice.wire.U32;

/// Small packets for tests: the payload tells the sequence number again, so that a mix-up shows.
final class Packets {
    static final int PAYLOAD_TYPE = 96;
    static final int SSRC = 0x11223344;

    private Packets() {}

    static RtpPacket packet(int sequenceNumber) {
        return packet(sequenceNumber, 4);
    }

    static RtpPacket packet(int sequenceNumber, int payloadLength) {
        byte[] bytes = new byte[12 + payloadLength];
        RtpPacket.writeHeader(bytes, 0, PAYLOAD_TYPE, false, sequenceNumber, 3000L * sequenceNumber, SSRC);
        if (payloadLength >= 4) {
            U32.set(bytes, 12, sequenceNumber & 0xffff);
        }
        return wrap(bytes);
    }

    static RtpPacket wrap(byte[] bytes) {
        RtpPacket packet = new RtpPacket();
        if (!packet.wrap(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("no RTP packet");
        }
        return packet;
    }

    static byte[] bytes(RtpPacket packet) {
        return Arrays.copyOfRange(packet.bytes(), packet.offset(), packet.offset() + packet.length());
    }

    static byte[] payload(RtpPacket packet) {
        int from = packet.payloadOffset();
        return Arrays.copyOfRange(packet.bytes(), from, from + packet.payloadLength());
    }
}
