package dev.sluice.ice;

import java.util.PriorityQueue;

import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop.Timer;

/// The timers of a loop, the earliest first; of equal ones the one that was scheduled first.
///
/// A cancelled timer stays in the queue until its time comes or half of the queue is cancelled: cancelling costs nothing, and the queue is at most twice as long as needed.
final class NioTimers {
    private static final int FEW = 64;

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private long scheduled;
    private int cancelled;

    private final class Entry implements Timer, Comparable<Entry> {
        final long at;
        final long order;
        Runnable task;

        Entry(long at, Runnable task) {
            this.at = at;
            this.order = scheduled++;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (task != null) {
                task = null;
                cancelled++;
                sweep();
            }
        }

        @Override
        public int compareTo(Entry other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    Timer add(long at, Runnable task) {
        Entry entry = new Entry(at, task);
        queue.add(entry);
        return entry;
    }

    long deadline() {
        dropCancelledHead();
        return queue.isEmpty() ? Time.NEVER : queue.peek().at;
    }

    /// Takes out the next timer whose time has come; null when there is none.
    Runnable due(long now) {
        if (deadline() > now || queue.isEmpty()) {
            return null;
        }
        Entry entry = queue.poll();
        Runnable task = entry.task;
        entry.task = null;
        return task;
    }

    int size() {
        return queue.size();
    }

    private void dropCancelledHead() {
        while (!queue.isEmpty() && queue.peek().task == null) {
            queue.poll();
            cancelled--;
        }
    }

    private void sweep() {
        if (cancelled > FEW && cancelled > queue.size() / 2) {
            queue.removeIf(entry -> entry.task == null);
            cancelled = 0;
        }
    }
}
