package dev.sluice.dtlssrtp;

/// What is known of each SSRC: a small hash table whose look-up makes no garbage. Entries stay.
final class SourceTable<T> {
    private final int limit;
    private int[] ssrcs = new int[8];
    private Object[] values = new Object[8];
    private int size;

    SourceTable(int limit) {
        this.limit = limit;
    }

    boolean isFull() { return size == limit; }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    T get(int ssrc) {
        return (T) values[slot(ssrc)];
    }

    void put(int ssrc, T value) {
        if (isFull()) {
            throw new IllegalStateException("full: ask isFull() first");
        }
        if (2 * (size + 1) > values.length) {
            grow();
        }
        int slot = slot(ssrc);
        size += values[slot] == null ? 1 : 0;
        ssrcs[slot] = ssrc;
        values[slot] = value;
    }

    /// Where `ssrc` is, or the free place where it would go. At least half of the places are free, so the search ends.
    private int slot(int ssrc) {
        int mask = values.length - 1;
        int slot = ssrc * 0x9e3779b9 >>> 16 & mask;
        while (values[slot] != null && ssrcs[slot] != ssrc) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        Object[] oldValues = values;
        ssrcs = new int[2 * oldSsrcs.length];
        values = new Object[2 * oldValues.length];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldSsrcs[i]);
                ssrcs[slot] = oldSsrcs[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
