package dev.sluice.dtlssrtp;

/// What is known of each SSRC: a small hash table whose look-up makes no garbage.
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

    /// Without an entry nothing happens.
    void remove(int ssrc) {
        int hole = slot(ssrc);
        if (values[hole] == null) {
            return;
        }
        values[hole] = null;
        size--;
        closeUp(hole + 1 & values.length - 1);
    }

    /// What stands behind a hole may have been put there only because the hole was taken: all up to the next free place are put anew.
    @SuppressWarnings("unchecked")
    private void closeUp(int from) {
        for (int slot = from; values[slot] != null; slot = slot + 1 & values.length - 1) {
            T value = (T) values[slot];
            values[slot] = null;
            int place = slot(ssrcs[slot]);
            ssrcs[place] = ssrcs[slot];
            values[place] = value;
        }
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
