package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;

/// What one user has of the server: allocations, and bandwidth for all of them together, with one second's worth at once.
final class TurnUser {
    private final String name;
    private final long bytesPerSecond;
    private int allocations;
    private long spent = Long.MIN_VALUE;

    TurnUser(String name, long bytesPerSecond) {
        this.name = name;
        this.bytesPerSecond = bytesPerSecond;
    }

    String name() {
        return name;
    }

    int allocations() {
        return allocations;
    }

    void add() {
        allocations++;
    }

    void remove() {
        allocations--;
    }

    boolean mayRelay(int bytes, long now) {
        if (bytesPerSecond == 0) {
            return true;
        }
        long next = Math.max(spent, now) + bytes * SECOND / bytesPerSecond;
        if (next > now + SECOND) {
            return false;
        }
        spent = next;
        return true;
    }
}
