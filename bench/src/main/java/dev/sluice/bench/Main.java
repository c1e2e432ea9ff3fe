package dev.sluice.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks of the packet path and prints one table.
public final class Main {
    private static final String HELP = """
            usage: ./sluice bench [PATTERN]... [OPTIONS]

            Runs the JMH benchmarks whose name contains a match of a PATTERN (a regular expression, case ignored; all when there
            is none) and prints one table: nanoseconds and allocated bytes, each per packet.

              --quick      one second of measurement: for a look, not for publication
              --thorough   three JVMs and twenty seconds of measurement each
              --param NAME=VALUE[,VALUE]...
                           other values of a benchmark's parameter: srtp --param engine=JCE,JITSI
              --list       name the benchmarks and stop
              --help       print this

            The default is one JVM and five seconds of measurement for each line, less than four minutes for all.
            """;

    /// As the server is started, so that its collector's barriers are in the figures.
    private static final String[] JVM_ARGUMENTS = {"-XX:+UseZGC", "-Xms1g", "-Xmx1g",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"};

    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    /// How many JVMs run each benchmark, and how many iterations each of them warms up and measures.
    private record Effort(int forks, int warmups, int measurements) {
        static final Effort QUICK = new Effort(1, 2, 2);
        static final Effort USUAL = new Effort(1, 4, 10);
        static final Effort THOROUGH = new Effort(3, 10, 40);
    }

    private Main() {}

    public static void main(String[] arguments) throws RunnerException {
        List<String> words = new ArrayList<>(List.of(arguments));
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(HELP);
            return;
        }
        boolean list = words.remove("--list");
        run(options(words), list);
    }

    private static void run(Options options, boolean list) throws RunnerException {
        Runner runner = new Runner(options, new Table(System.out));
        if (list) {
            new Runner(options).list();
        } else if (runner.run().isEmpty()) {
            fail("no benchmark matches, see ./sluice bench --list");
        }
    }

    private static Options options(List<String> words) {
        ChainedOptionsBuilder options = new OptionsBuilder().timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class).addProfiler(CpuProfiler.class).jvmArgs(JVM_ARGUMENTS)
                .shouldFailOnError(true);
        Effort effort = Effort.USUAL;
        for (Iterator<String> rest = words.iterator(); rest.hasNext();) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> effort = Effort.QUICK;
                case "--thorough" -> effort = Effort.THOROUGH;
                case "--param" -> parameter(rest.hasNext() ? rest.next() : "", options);
                default -> include(word, options);
            }
        }
        return options.forks(effort.forks).warmupIterations(effort.warmups).warmupTime(ITERATION)
                .measurementIterations(effort.measurements)
                .measurementTime(ITERATION).build();
    }

    private static void parameter(String assignment, ChainedOptionsBuilder options) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            fail("--param wants NAME=VALUE, not " + assignment);
        }
        options.param(assignment.substring(0, equals), assignment.substring(equals + 1).split(","));
    }

    private static void include(String pattern, ChainedOptionsBuilder options) {
        if (pattern.startsWith("-")) {
            fail("no such option: " + pattern + ", see ./sluice bench --help");
        }
        options.include("(?i)" + pattern);
    }

    private static void fail(String message) {
        System.err.println("bench: " + message);
        System.exit(2);
    }
}
