package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.NEVER;

import java.util.Arrays;

/// Who waits for which time, the soonest first.
///
/// A binary heap in which each entry knows its own place, so that moving one costs a few comparisons and no search: a publisher's deadline may change with
/// every packet. Entries at `NEVER` are not kept; an idle worker's agenda is empty.
final class Agenda {
    /// Somebody who waits for a time.
    interface Waiter {
        /// It is time. The waiter does what is due, and notes when it wants to be called again.
        void wake(long now);
    }

    /// One waiter's line in the agenda.
    static final class Entry {
        private final Waiter waiter;
        private long at = NEVER;
        private int place = -1;

        Entry(Waiter waiter) {
            this.waiter = waiter;
        }

        Waiter waiter() {
            return waiter;
        }
    }

    private Entry[] heap = new Entry[16];
    private int size;

    /// When the first entry is due, `NEVER` when there is none.
    long next() {
        return size == 0 ? NEVER : heap[0].at;
    }

    /// The entry that is due first.
    Entry first() {
        return heap[0];
    }

    void set(Entry entry, long at) {
        if (at == entry.at) {
            return;
        }
        if (at == NEVER) {
            remove(entry);
        } else if (entry.place < 0) {
            add(entry, at);
        } else {
            boolean sooner = at < entry.at;
            entry.at = at;
            if (sooner) {
                up(entry);
            } else {
                down(entry);
            }
        }
    }

    /// Moves an entry that is due still, though it was served at `now`, behind all others that are due.
    void postpone(Entry entry, long now) {
        if (entry.at <= now) {
            set(entry, now + 1);
        }
    }

    private void add(Entry entry, long at) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        entry.at = at;
        put(entry, size++);
        up(entry);
    }

    private void remove(Entry entry) {
        Entry last = heap[--size];
        heap[size] = null;
        if (last != entry) {
            put(last, entry.place);
            up(last);
            down(last);
        }
        entry.at = NEVER;
        entry.place = -1;
    }

    private void up(Entry entry) {
        int place = entry.place;
        while (place > 0 && entry.at < heap[(place - 1) / 2].at) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(entry, place);
    }

    private void down(Entry entry) {
        int place = entry.place;
        for (int child = soonerChild(place); child < size && heap[child].at < entry.at; child = soonerChild(place)) {
            put(heap[child], place);
            place = child;
        }
        put(entry, place);
    }

    private int soonerChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && heap[left + 1].at < heap[left].at ? left + 1 : left;
    }

    private void put(Entry entry, int place) {
        heap[place] = entry;
        entry.place = place;
    }
}
