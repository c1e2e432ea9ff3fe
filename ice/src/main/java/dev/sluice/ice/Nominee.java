package dev.sluice.ice;

import dev.sluice.wire.Time;

/// Something that the controlling peer can nominate: what [Selection] needs to know of it.
class Nominee {
    private static final long NOT_YET = -Time.NEVER;

    private long priority;
    private long lastNominated = NOT_YET;
    private boolean wasSelected;

    long priority() {
        return priority;
    }

    void priority(long value) {
        priority = value;
    }

    boolean isNominated() { return lastNominated != NOT_YET; }

    long lastNominated() {
        return lastNominated;
    }

    void nominatedAt(long now) {
        lastNominated = now;
    }

    boolean wasSelected() {
        return wasSelected;
    }

    void selected() {
        wasSelected = true;
    }
}
