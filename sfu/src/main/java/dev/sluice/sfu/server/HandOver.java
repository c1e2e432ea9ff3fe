package dev.sluice.sfu.server;

import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/// The door through which other workers pass datagrams to one worker.
///
/// Bounded and without locks. A datagram is copied into a slot; slots go round between the free and the filled ones and are
/// never made anew. When no slot is free the datagram is refused, as a full socket buffer would.
final class HandOver {
    /// Takes the datagrams, on the owner's loop.
    interface Receiver {
        void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length);

        /// All that had been passed was taken.
        void onEndOfTurn();
    }

    private static final class Slot {
        final byte[] bytes;
        InetSocketAddress from;
        int length;

        Slot(int size) {
            bytes = new byte[size];
        }
    }

    private final Queue<Slot> free;
    private final Queue<Slot> filled;
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private final Executor owner;
    private final Receiver receiver;
    private final int slots;

    /// @param slots    datagrams that may wait, a power of two
    /// @param slotSize bytes of each slot, with room behind the longest datagram for what is appended in place
    HandOver(int slots, int slotSize, Executor owner, Receiver receiver) {
        this.slots = slots;
        this.free = new MpmcAtomicArrayQueue<>(slots);
        this.filled = new MpscAtomicArrayQueue<>(slots);
        this.owner = owner;
        this.receiver = receiver;
        for (int i = 0; i < slots; i++) {
            free.add(new Slot(slotSize));
        }
    }

    /// Passes a copy of one datagram. False: no room. Any thread.
    boolean offer(InetSocketAddress from, byte[] bytes, int offset, int length) {
        Slot slot = free.poll();
        if (slot == null) {
            return false;
        }
        System.arraycopy(bytes, offset, slot.bytes, 0, length);
        slot.from = from;
        slot.length = length;
        filled.add(slot);
        wake();
        return true;
    }

    private void wake() {
        if (!isAwake.get() && isAwake.compareAndSet(false, true)) {
            owner.execute(this::drain);
        }
    }

    private void drain() {
        isAwake.set(false);                     // first: what comes from now on wakes us again
        for (int taken = 0; taken < slots; taken++) {
            Slot slot = filled.poll();
            if (slot == null) {
                break;
            }
            try {
                receiver.onDatagram(slot.from, slot.bytes, 0, slot.length);
            } finally {
                slot.from = null;
                free.add(slot);
            }
        }
        receiver.onEndOfTurn();
    }
}
