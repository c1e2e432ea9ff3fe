package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// Who owns a connectivity check: a map from local username fragments that is looked up straight from the datagram, without allocation.
///
/// Holds what its owner puts in and nothing that the network sends. Confined to one thread.
///
/// @rfc 8445 7.3 STUN Server Procedures
public final class UfragTable<V> {
    private static final int LEAST_BUCKETS = 64;

    private final StunWindow window = new StunWindow();
    private Entry<V>[] buckets = buckets(LEAST_BUCKETS);
    private int size;

    private static final class Entry<V> {
        final byte[] ufrag;
        final int hash;
        final V value;
        Entry<V> next;

        Entry(byte[] ufrag, int hash, V value, Entry<V> next) {
            this.ufrag = ufrag;
            this.hash = hash;
            this.value = value;
            this.next = next;
        }
    }

    public int size() {
        return size;
    }

    /// @throws IllegalStateException when the ufrag is taken
    public void put(String ufrag, V value) {
        byte[] key = ufrag.getBytes(US_ASCII);
        int hash = hash(key, 0, key.length);
        for (Entry<V> entry = bucket(hash); entry != null; entry = entry.next) {
            if (Arrays.equals(entry.ufrag, key)) {
                throw new IllegalStateException("The ufrag " + ufrag + " is taken: generate another, or remove it");
            }
        }
        if (size == buckets.length) {
            grow();
        }
        insert(new Entry<>(key, hash, value, null));
        size++;
    }

    public void remove(String ufrag) {
        byte[] key = ufrag.getBytes(US_ASCII);
        int index = hash(key, 0, key.length) & buckets.length - 1;
        Entry<V> previous = null;
        for (Entry<V> entry = buckets[index]; entry != null; previous = entry, entry = entry.next) {
            if (Arrays.equals(entry.ufrag, key)) {
                unlink(index, previous, entry);
                return;
            }
        }
    }

    /// The owner of the ufrag that the Binding request's USERNAME starts with; null when the datagram is no such request or nobody owns it.
    public V find(byte[] bytes, int offset, int length) {
        if (!window.wrap(bytes, offset, length) || !window.isBindingRequest()) {
            return null;
        }
        int start = window.usernameOffset();
        int end = start + window.localUfragLength();
        int hash = hash(bytes, start, end);
        for (Entry<V> entry = bucket(hash); entry != null; entry = entry.next) {
            if (entry.hash == hash && window.isFor(entry.ufrag)) {
                return entry.value;
            }
        }
        return null;
    }

    private Entry<V> bucket(int hash) {
        return buckets[hash & buckets.length - 1];
    }

    private void insert(Entry<V> entry) {
        int index = entry.hash & buckets.length - 1;
        entry.next = buckets[index];
        buckets[index] = entry;
    }

    private void unlink(int index, Entry<V> previous, Entry<V> entry) {
        if (previous == null) {
            buckets[index] = entry.next;
        } else {
            previous.next = entry.next;
        }
        size--;
    }

    private void grow() {
        Entry<V>[] old = buckets;
        buckets = buckets(old.length * 2);
        for (Entry<V> first : old) {
            for (Entry<V> entry = first, next; entry != null; entry = next) {
                next = entry.next;
                insert(entry);
            }
        }
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 16;
    }

    @SuppressWarnings("unchecked")
    private static <V> Entry<V>[] buckets(int count) {
        return (Entry<V>[]) new Entry<?>[count];
    }
}
