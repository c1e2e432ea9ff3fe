package dev.sluice.bench;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Counts what a benchmark allocates itself.
///
/// JMH's profiler counts everything between the start and the end of an iteration, and so the preparation of each batch, too. Benchmarks that need
/// fresh packets for each batch ask this meter before and after the part that is timed; [Table] shows its figure instead of the profiler's.
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Read by JMH after each iteration; [Table] divides the two.
    public long packets;
    public long allocated;

    private long before;

    @Setup(Level.Iteration)
    public void reset() {
        packets = 0;
        allocated = 0;
    }

    void start() {
        before = THREADS.getCurrentThreadAllocatedBytes();
    }

    void stop(int packetsDone) {
        allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
        packets += packetsDone;
    }
}
