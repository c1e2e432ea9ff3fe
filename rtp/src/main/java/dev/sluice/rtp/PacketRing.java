package dev.sluice.rtp;

import java.util.Arrays;

/// Copies of packets in a ring, found by their unwrapped sequence number.
///
/// A slot gets its bytes when it is first used and keeps them: a ring that went round once allocates no more.
final class PacketRing {
    static final int MAX_CAPACITY = 32_768;         // half of the number space

    private static final int GRANULE = 128;
    private static final long EMPTY = -1;

    private final int maxPacketSize;
    private final byte[][] slots;
    private final long[] number;
    private final int[] length;

    /// @param packets rounded up to a power of two
    PacketRing(int packets, int maxPacketSize) {
        if (packets < 1 || packets > MAX_CAPACITY) {
            throw new IllegalArgumentException("a ring holds 1 to 32,768 packets, not " + packets);
        }
        int capacity = packets == 1 ? 1 : Integer.highestOneBit(packets - 1) << 1;
        this.maxPacketSize = maxPacketSize;
        this.slots = new byte[capacity][];
        this.number = new long[capacity];
        this.length = new int[capacity];
        Arrays.fill(number, EMPTY);
    }

    int capacity() {
        return slots.length;
    }

    /// Replaces what is in the number's place. False: the packet is too long.
    boolean put(long packetNumber, RtpPacket packet) {
        int size = packet.length();
        if (size > maxPacketSize) {
            return false;
        }
        int slot = slot(packetNumber);
        if (slots[slot] == null || slots[slot].length < size) {
            slots[slot] = new byte[Math.min(maxPacketSize, size + GRANULE - 1 & -GRANULE)];
        }
        System.arraycopy(packet.bytes(), packet.offset(), slots[slot], 0, size);
        number[slot] = packetNumber;
        length[slot] = size;
        return true;
    }

    boolean has(long packetNumber) {
        return number[slot(packetNumber)] == packetNumber;
    }

    /// Wraps the window around the packet. False: it is not there.
    boolean get(long packetNumber, RtpPacket window) {
        int slot = slot(packetNumber);
        return number[slot] == packetNumber && window.wrap(slots[slot], 0, length[slot]);
    }

    void remove(long packetNumber) {
        if (has(packetNumber)) {
            number[slot(packetNumber)] = EMPTY;
        }
    }

    void clear() {
        Arrays.fill(number, EMPTY);
    }

    int slot(long packetNumber) {
        return (int) packetNumber & slots.length - 1;
    }

    /// How many bytes the slots take up.
    long memory() {
        long sum = 0;
        for (byte[] slot : slots) {
            sum += slot == null ? 0 : slot.length;
        }
        return sum;
    }
}
