package dev.sluice.bench;

import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.RtpPacket;

/// A publisher's VP8 stream, made in batches. Each batch is the continuation of the last one; the first begins with a keyframe.
final class Stream {
    static final int PAYLOAD_TYPE = 96;
    static final int SSRC = 0x5e9d1234;

    private static final int PACKETS_PER_FRAME = 4;
    private static final int TICKS_PER_FRAME = 3_000;

    private final byte[][] packets;
    private final int[] lengths;
    private final int size;
    private final RtpPacket window = new RtpPacket();
    private int number;

    Stream(int batch, int size) {
        this.size = size;
        packets = new byte[batch][size + SrtpSession.MAX_OVERHEAD];
        lengths = new int[batch];
        for (byte[] packet : packets) {
            System.arraycopy(Packets.rtp(size, 0), 0, packet, 0, size);
        }
    }

    byte[] packet(int index) {
        return packets[index];
    }

    int length(int index) {
        return lengths[index];
    }

    void protectBatch(SrtpSession publisher) {
        for (int i = 0; i < packets.length; i++) {
            writeNext(packets[i]);
            lengths[i] = publisher.protect(packets[i], 0, size);
        }
    }

    private void writeNext(byte[] packet) {
        window.wrap(packet, 0, size);
        int inFrame = number % PACKETS_PER_FRAME;
        int frame = number / PACKETS_PER_FRAME;
        window.ssrc(SSRC).payloadType(PAYLOAD_TYPE).sequenceNumber(number & 0xffff)
                .timestamp((long) frame * TICKS_PER_FRAME & 0xffff_ffffL)
                .marker(inFrame == PACKETS_PER_FRAME - 1);
        writeVp8(packet, window.payloadOffset(), inFrame == 0, frame);
        number++;
    }

    /// @rfc 7741 4.2 VP8 Payload Descriptor
    private static void writeVp8(byte[] bytes, int offset, boolean startsFrame, int frame) {
        bytes[offset] = (byte) (startsFrame ? 0x90 : 0x80);             // extended, start of the first partition
        bytes[offset + 1] = (byte) 0x80;                                // with a picture id
        bytes[offset + 2] = (byte) (0x80 | frame >> 8 & 0x7f);
        bytes[offset + 3] = (byte) frame;
        if (startsFrame) {
            bytes[offset + 4] = (byte) (frame == 0 ? 0x10 : 0x11);      // the lowest bit: no keyframe
        }
    }
}
