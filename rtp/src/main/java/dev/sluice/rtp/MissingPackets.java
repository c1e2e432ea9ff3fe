package dev.sluice.rtp;

import java.util.Arrays;

/// The packets that a [NackGenerator] misses, in ascending order of their unwrapped numbers.
///
/// Entries are used again and again, so a stream that loses packets all the time makes no garbage.
final class MissingPackets {
    static final class Entry {
        long number;
        long since;
        long nextRequest;
        int requests;
    }

    private Entry[] entries = new Entry[16];    // behind the first `size` ones stand spare objects or nulls
    private int size;

    int size() {
        return size;
    }

    Entry get(int index) {
        return entries[index];
    }

    /// The number must be higher than all before.
    void add(long number, long now, long firstRequest) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        if (entries[size] == null) {
            entries[size] = new Entry();
        }
        Entry entry = entries[size++];
        entry.number = number;
        entry.since = now;
        entry.nextRequest = firstRequest;
        entry.requests = 0;
    }

    /// The index of this number, or something negative.
    int indexOf(long number) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = entries[middle].number;
            if (there == number) {
                return middle;
            }
            low = there < number ? middle + 1 : low;
            high = there < number ? high : middle - 1;
        }
        return -1;
    }

    void remove(int index) {
        Entry spare = entries[index];
        size--;
        System.arraycopy(entries, index + 1, entries, index, size - index);
        entries[size] = spare;
    }

    void clear() {
        size = 0;
    }
}
