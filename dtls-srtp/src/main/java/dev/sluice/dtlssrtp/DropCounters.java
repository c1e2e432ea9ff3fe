package dev.sluice.dtlssrtp;

/// How much was dropped for which reason.
final class DropCounters {
    private final long[] counts = new long[DtlsDrop.values().length];

    void count(DtlsDrop reason) {
        counts[reason.ordinal()]++;
    }

    long get(DtlsDrop reason) {
        return counts[reason.ordinal()];
    }
}
