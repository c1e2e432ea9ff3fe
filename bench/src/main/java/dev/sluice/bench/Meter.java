package dev.sluice.bench;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Counts what a benchmark itself takes of processor time and memory.
///
/// The profilers count everything between the start and the end of an iteration, and so the preparation of each batch, too. Benchmarks that need
/// fresh packets for each batch ask this meter before and after the part that is timed; [Table] shows its figures instead of the profilers'.
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Read by JMH after each iteration.
    public long packets;
    public long allocated;
    public long cpu;

    private long allocatedBefore;
    private long cpuBefore;

    @Setup(Level.Iteration)
    public void reset() {
        packets = 0;
        allocated = 0;
        cpu = 0;
    }

    void start() {
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
    }

    void stop(int packetsDone) {
        cpu += THREADS.getCurrentThreadCpuTime() - cpuBefore;
        allocated += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        packets += packetsDone;
    }
}
