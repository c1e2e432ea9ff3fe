package dev.sluice.rtp;

/// The newest packets of one stream, plain, to answer NACKs from. One per track, for all its subscribers.
///
/// Memory comes with the packets: it grows with what is stored up to `capacity * maxPacketSize`, and a stream that went round the
/// ring once allocates no more. Numbers that have left the ring, and packets too old to enter it, are refused. How often a packet
/// may be sent again is for [RetransmissionBudget] to say. Confined to one thread.
public final class RetransmissionBuffer {
    /// A good second of 8 Mbit/s.
    public static final int DEFAULT_PACKETS = 1024;
    public static final int DEFAULT_MAX_PACKET_SIZE = 1500;

    private SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final PacketRing ring;

    public RetransmissionBuffer() {
        this(DEFAULT_PACKETS, DEFAULT_MAX_PACKET_SIZE);
    }

    /// @param packets rounded up to a power of two, at most 32,768
    /// @param maxPacketSize longer packets are not stored
    public RetransmissionBuffer(int packets, int maxPacketSize) {
        ring = new PacketRing(packets, maxPacketSize);
    }

    /// Keeps a copy. False: the packet is too old or too long.
    public boolean store(RtpPacket packet) {
        long number = numbers.unwrap(packet.sequenceNumber());
        return isRecent(number) && ring.put(number, packet);
    }

    /// Wraps the window around the stored packet, which is to be read or copied, not written to. False: it is not there.
    public boolean find(int sequenceNumber, RtpPacket window) {
        if (!numbers.hasStarted()) {
            return false;
        }
        long number = numbers.peek(sequenceNumber);
        return isRecent(number) && ring.get(number, window);
    }

    /// Forgets all packets: another source with other numbers takes over. The memory is kept.
    public void clear() {
        numbers = new SequenceUnwrapper();
        ring.clear();
    }

    public int capacity() {
        return ring.capacity();
    }

    /// How many bytes the packets' slots take up at present.
    public long memory() {
        return ring.memory();
    }

    private boolean isRecent(long number) {
        return number > numbers.highest() - ring.capacity();
    }
}
