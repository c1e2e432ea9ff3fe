package dev.sluice.sfu.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the bugs that a worker meets and tells of some: a bug may be met with every packet. Confined to the worker's loop.
final class BugLog {
    private static final Logger LOG = LoggerFactory.getLogger(BugLog.class);

    private static final double LINES_PER_SECOND = 0.1;
    private static final int BURST = 10;

    private final UdpCounters counters;
    private final TokenBucket lines = new TokenBucket(LINES_PER_SECOND, BURST, WorkerLoop.now());

    BugLog(UdpCounters counters) {
        this.counters = counters;
    }

    /// Takes what was thrown, be it an exception or an error such as too deep a recursion or no memory: the loop has to go on for everybody else.
    void report(Throwable bug) {
        counters.internalErrors++;
        if (lines.take(WorkerLoop.now())) {
            LOG.error("A packet or timer met a bug; please report it", bug);
        }
    }
}
