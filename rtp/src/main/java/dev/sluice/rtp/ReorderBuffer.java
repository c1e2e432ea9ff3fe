package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import dev.sluice.wire.U16;

/// Hands a stream's packets on in their order, each once, and waits a bounded time for those that are late.
///
/// A packet that is next in order goes through without being copied. One behind a gap is kept until the gap is filled or has been waited
/// for long enough; then the gap is skipped. What comes after its turn is dropped. Sans-IO and confined to one thread.
public final class ReorderBuffer {
    /// Must not call back in.
    public interface Output {
        /// The packet is the output's until this returns.
        void deliver(RtpPacket packet);

        /// `count` packets from this number on did not come in time.
        default void onSkipped(int sequenceNumber, int count) {}
    }

    public static final int DEFAULT_PACKETS = 512;
    public static final long DEFAULT_MAX_WAIT = 400 * MILLISECOND;

    private static final long NONE = -1;

    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final RtpPacket window = new RtpPacket();
    private final PacketRing ring;
    private final long[] arrivedAt;
    private final long maxWait;
    private long next = NONE;
    private int kept;
    private long deadline = NEVER;

    private long duplicates;
    private long late;
    private long skipped;

    public ReorderBuffer() {
        this(DEFAULT_PACKETS, DEFAULT_MAX_WAIT);
    }

    /// @param packets how far, at most, a packet may be ahead of a gap that is waited for
    /// @param maxWait nanoseconds
    public ReorderBuffer(int packets, long maxWait) {
        this.ring = new PacketRing(packets, RetransmissionBuffer.DEFAULT_MAX_PACKET_SIZE);
        this.arrivedAt = new long[ring.capacity()];
        this.maxWait = maxWait;
    }

    public void onPacket(RtpPacket packet, long now, Output out) {
        long number = numbers.unwrap(packet.sequenceNumber());
        next = next == NONE ? number : next;
        makeRoom(number, out);
        if (number < next) {
            late++;
        } else if (ring.has(number)) {
            duplicates++;
        } else if (number > next) {
            keep(number, packet, now);
        } else {
            next++;
            out.deliver(packet);
            deliverKept(out);
        }
    }

    /// When the gap at the front has been waited for long enough.
    public long deadline() {
        return deadline;
    }

    public void onTime(long now, Output out) {
        while (now >= deadline) {
            skipTo(firstKept(), out);
        }
    }

    /// Packets that came twice while the first was still kept.
    public long duplicates() {
        return duplicates;
    }

    /// Packets that came after their turn, a second time or too late.
    public long late() {
        return late;
    }

    /// Packets that did not come in time.
    public long skipped() {
        return skipped;
    }

    /// A packet too far ahead ends the waiting for what is furthest behind.
    private void makeRoom(long number, Output out) {
        while (number - next >= ring.capacity()) {
            skipTo(kept == 0 ? number : firstKept(), out);
        }
    }

    private void keep(long number, RtpPacket packet, long now) {
        if (ring.put(number, packet)) {
            kept++;
            arrivedAt[ring.slot(number)] = now;
            deadline = Math.min(deadline, now + maxWait);
        }
    }

    private void skipTo(long number, Output out) {
        int count = (int) (number - next);
        skipped += count;
        out.onSkipped((int) next & U16.MAX, count);
        next = number;
        deliverKept(out);
    }

    private void deliverKept(Output out) {
        while (kept > 0 && ring.get(next, window)) {
            ring.remove(next);
            kept--;
            next++;
            out.deliver(window);
        }
        deadline = kept == 0 ? NEVER : arrivedAt[ring.slot(firstKept())] + maxWait;
    }

    private long firstKept() {
        long number = next;
        while (!ring.has(number)) {
            number++;
        }
        return number;
    }
}
