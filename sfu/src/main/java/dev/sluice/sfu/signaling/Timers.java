package dev.sluice.sfu.signaling;

import java.util.Comparator;
import java.util.PriorityQueue;

import dev.sluice.wire.Time;

/// What is to be done later, the earliest first; what is due at the same time in the order in which it was asked for.
final class Timers {
    /// Something to be done once.
    final class Timer {
        private final long at;
        private final long order;
        private final Runnable action;

        private Timer(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            queue.remove(this);
        }
    }

    private final PriorityQueue<Timer> queue = new PriorityQueue<>(
            Comparator.<Timer>comparingLong(timer -> timer.at).thenComparingLong(timer -> timer.order));
    private long asked;

    Timer at(long time, Runnable action) {
        Timer timer = new Timer(time, asked++, action);
        queue.add(timer);
        return timer;
    }

    long deadline() {
        return queue.isEmpty() ? Time.NEVER : queue.peek().at;
    }

    void onTime(long now) {
        while (deadline() <= now) {
            queue.remove().action.run();
        }
    }
}
