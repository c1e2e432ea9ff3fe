package dev.sluice.ice;

import java.util.EnumMap;
import java.util.Map;

/// How often which [CheckOutcome] has come about. Several sessions of one thread may share one.
public final class CheckCounters {
    private final long[] counts = new long[CheckOutcome.values().length];

    void count(CheckOutcome outcome) {
        counts[outcome.ordinal()]++;
    }

    public long get(CheckOutcome outcome) {
        return counts[outcome.ordinal()];
    }

    public Map<CheckOutcome, Long> asMap() {
        Map<CheckOutcome, Long> map = new EnumMap<>(CheckOutcome.class);
        for (CheckOutcome outcome : CheckOutcome.values()) {
            map.put(outcome, get(outcome));
        }
        return map;
    }
}
