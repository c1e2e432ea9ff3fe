package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;

import java.util.PriorityQueue;

/// Whose time comes next. A deadline may move to later without anybody being told: it is looked at again when the earlier one comes.
final class Deadlines {
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final Runnable earlier;

    /// `earlier` is told when the next time is earlier than it was.
    Deadlines(Runnable earlier) {
        this.earlier = earlier;
    }

    interface Expiring {
        long deadline();

        void onTime(long now);
    }

    private record Entry(long at, Expiring what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Long.compare(at, other.at);
        }
    }

    /// From now on, until its deadline is never.
    void watch(Expiring what) {
        long before = deadline();
        add(what);
        if (deadline() < before) {
            earlier.run();
        }
    }

    void forget(Expiring what) {
        queue.removeIf(entry -> entry.what == what);
    }

    int size() {
        return queue.size();
    }

    long deadline() {
        return queue.isEmpty() ? NEVER : queue.peek().at;
    }

    void onTime(long now) {
        while (deadline() <= now) {
            Expiring what = queue.poll().what;
            if (what.deadline() <= now) {
                what.onTime(now);
            }
            add(what);
        }
    }

    private void add(Expiring what) {
        if (what.deadline() != NEVER) {
            queue.add(new Entry(what.deadline(), what));
        }
    }
}
