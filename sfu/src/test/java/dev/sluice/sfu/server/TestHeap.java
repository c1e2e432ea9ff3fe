package dev.sluice.sfu.server;

import java.lang.management.ManagementFactory;

/// How much memory is really in use.
final class TestHeap {
    static final long MEGABYTE = 1 << 20;

    private TestHeap() {}

    /// Bytes that survive a collection.
    static long inUse() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
