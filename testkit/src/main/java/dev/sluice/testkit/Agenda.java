package dev.sluice.testkit;

import static dev.sluice.wire.Time.NEVER;

import java.util.TreeSet;

import dev.sluice.wire.UdpLoop;

/// What is still to happen, in order of time; what happens at the same time happens in the order in which it was added.
final class Agenda {
    private final TreeSet<Entry> entries = new TreeSet<>();
    private long added;

    Entry add(long at, Runnable task) {
        Entry entry = new Entry(at, added++, task);
        entries.add(entry);
        return entry;
    }

    /// When the next entry is due, [NEVER][dev.sluice.wire.Time#NEVER] when there is none.
    long next() {
        return entries.isEmpty() ? NEVER : entries.first().at;
    }

    void runNext() {
        entries.pollFirst().task.run();
    }

    int size() {
        return entries.size();
    }

    final class Entry implements UdpLoop.Timer, Comparable<Entry> {
        private final long at;
        private final long order;
        private final Runnable task;

        private Entry(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            entries.remove(this);
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
