package dev.sluice.testkit;

/// A time in which a link carries nothing: packets that are sent from `begin` until before `end` are lost.
public record Outage(long begin, long end) {
    public Outage {
        if (begin >= end) {
            throw new IllegalArgumentException(
                    "an outage must end after it began, not at " + end + " having begun at " + begin);
        }
    }

    boolean covers(long time) {
        return begin <= time && time < end;
    }
}
