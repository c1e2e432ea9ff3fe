package dev.sluice.bench;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

import dev.sluice.wire.U16;

/// Packets as Chromium sends them: the header of a captured VP8 packet with three extension elements (abs-send-time 2, transport-cc 3, mid 4),
/// random bytes as payload.
final class Packets {
    static final int ABS_SEND_TIME = 2;
    static final int TRANSPORT_CC = 3;
    static final int MID = 4;

    private static final byte[] HEADER = HexFormat.of()
            .parseHex("90603ab07da1bcebc145faa5bede0003223aadac3100214130000000");
    private static final int SEQUENCE_NUMBER = 2;

    private Packets() {}

    /// A packet of `length` bytes at the start of an array with `room` bytes behind it.
    static byte[] rtp(int length, int room) {
        byte[] packet = new byte[length + room];
        RandomGenerator.of("L64X128MixRandom").nextBytes(packet);
        System.arraycopy(HEADER, 0, packet, 0, HEADER.length);
        return packet;
    }

    static void number(byte[] packet, int sequenceNumber) {
        U16.set(packet, SEQUENCE_NUMBER, sequenceNumber);
    }
}
