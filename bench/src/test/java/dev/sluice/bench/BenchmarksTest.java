package dev.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// The benchmarks work; how fast they are is not asked here.
class BenchmarksTest {
    @Test
    void everyBenchmarkRunsAndHasItsLineInTheTable() throws RunnerException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Table table = new Table(new PrintStream(printed, true, StandardCharsets.UTF_8));

        Collection<RunResult> results = new Runner(
                new OptionsBuilder().mode(Mode.SingleShotTime).forks(0).warmupIterations(0).measurementIterations(1)
                        .addProfiler(GCProfiler.class).addProfiler(CpuProfiler.class)
                        .shouldFailOnError(true).build(),
                table).run();

        String[] lines = printed.toString(StandardCharsets.UTF_8).split("\\R");
        assertTrue(results.size() >= 10, results.size() + " results");
        assertEquals(results.size() + 3, lines.length, printed.toString(StandardCharsets.UTF_8));
    }
}
