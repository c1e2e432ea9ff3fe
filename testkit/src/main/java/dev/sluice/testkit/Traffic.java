package dev.sluice.testkit;

import java.util.Map;

/// How many packets met which fate until now.
public record Traffic(Map<Fate, Long> packets) {
    public Traffic {
        packets = Map.copyOf(packets);
    }

    public long of(Fate fate) {
        return packets.getOrDefault(fate, 0L);
    }

    public long sent() {
        return of(Fate.SENT);
    }

    public long delivered() {
        return of(Fate.DELIVERED);
    }

    public long lost() {
        return of(Fate.LOST);
    }

    public long duplicated() {
        return of(Fate.DUPLICATED);
    }

    public long reordered() {
        return of(Fate.REORDERED);
    }

    /// All that were dropped, whatever the reason.
    public long dropped() {
        return of(Fate.FILTERED) + of(Fate.OUTAGE) + of(Fate.OVERSIZE) + of(Fate.QUEUE_FULL) + of(Fate.LOST)
                + of(Fate.BLOCKED) + of(Fate.UNREACHABLE);
    }

    /// On their way: neither delivered nor dropped yet.
    public long inFlight() {
        return sent() + duplicated() - delivered() - dropped();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Fate fate : Fate.values()) {
            if (of(fate) > 0) {
                text.append(text.isEmpty() ? "" : ", ").append(of(fate)).append(' ').append(fate);
            }
        }
        return text.isEmpty() ? "no packet" : text.toString();
    }
}
