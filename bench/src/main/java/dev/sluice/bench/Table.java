package dev.sluice.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/// Prints one line for each benchmark as soon as it is done, and nothing else of what JMH would say; errors go to the error stream.
final class Table implements OutputFormat {
    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
    }

    @Override
    public void startRun() {
        out.println(Machine.describe());
        out.println();
        row("benchmark", "ns/packet", "+-", "cpu ns/packet", "bytes/packet");
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        if (result != null) {
            Result<?> time = result.getPrimaryResult();
            String error = Double.isNaN(time.getScoreError()) ? "" : number(time.getScoreError());
            row(name(result.getParams()), number(time.getScore()), error,
                    number(perPacket(result, "cpu", CpuProfiler.NAME)),
                    number(perPacket(result, "allocated", "gc.alloc.rate.norm")));
        }
    }

    private void row(String benchmark, String time, String error, String cpu, String bytes) {
        out.printf(Locale.ROOT, "%-50s %12s %10s %14s %13s%n", benchmark, time, error, cpu, bytes);
    }

    /// `dev.sluice.bench.SrtpBenchmark.protect` with a size of 100 becomes `srtp protect 100`.
    private static String name(BenchmarkParams params) {
        String[] parts = params.getBenchmark().split("\\.");
        String subject = parts[parts.length - 2].replace("Benchmark", "").toLowerCase(Locale.ROOT);
        String values = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
        return (subject + ' ' + words(parts[parts.length - 1]) + ' ' + values).strip();
    }

    private static String words(String method) {
        return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /// What the benchmark's own [Meter] counted, or else what a profiler saw.
    private static double perPacket(BenchmarkResult result, String counter, String profiled) {
        var secondary = result.getSecondaryResults();
        if (secondary.containsKey("packets")) {
            return secondary.get(counter).getScore() / secondary.get("packets").getScore();
        }
        return secondary.get(profiled).getScore();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 0.05 && value < 100 ? "%,.1f" : "%,.0f", value);
    }

    /// JMH writes what went wrong here, among all else.
    @Override
    public void println(String line) {
        if (line.startsWith("<") || line.startsWith("\tat ") || line.contains("Exception") || line.contains("Error")) {
            System.err.println(line);
        }
    }

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void startBenchmark(BenchmarkParams params) {}

    @Override
    public void iteration(BenchmarkParams params, IterationParams iterationParams, int iteration) {}

    @Override
    public void iterationResult(BenchmarkParams params, IterationParams iterationParams, int iteration,
            IterationResult result) {}

    @Override
    public void print(String text) {}

    @Override
    public void verbosePrintln(String line) {}

    @Override
    public void write(int character) {}

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
