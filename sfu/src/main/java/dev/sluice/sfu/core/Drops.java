package dev.sluice.sfu.core;

import java.util.EnumMap;
import java.util.Map;

/// Counts by reason what comes from the network and goes no further.
final class Drops {
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] counts = new long[REASONS.length];

    void count(DropReason reason) {
        counts[reason.ordinal()]++;
    }

    Map<DropReason, Long> snapshot() {
        var map = new EnumMap<DropReason, Long>(DropReason.class);
        for (DropReason reason : REASONS) {
            map.put(reason, counts[reason.ordinal()]);
        }
        return map;
    }
}
