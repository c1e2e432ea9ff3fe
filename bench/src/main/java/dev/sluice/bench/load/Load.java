package dev.sluice.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Puts a whole server under load and says what it costs: `./sluice load`.
///
/// The server is a process of its own, started as people start it; publisher and players are Java peers in this process, with real ICE, DTLS and SRTP over
/// loopback. Costs are the server process's user and system time, garbage collector and compiler included, divided by the packets that the players got.
/// About a third of the system time of a send on loopback is the kernel's delivery to the receiver, which on a network is somebody else's.
public final class Load {
    private Load() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadOptions options;
        try {
            options = LoadOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("load: " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(LoadOptions.HELP);
            return;
        }
        try (ServerProcess server = ServerProcess.start(); Call call = new Call(server.url(), options)) {
            System.out.printf("%d packets/s in frames of %d, %d bytes each, to %d players%n",
                    options.packetsPerSecond(), options.packetsPerFrame(),
                    LoadPacket.LENGTH, options.players());
            call.start();
            System.out.printf("all players see pictures after %.1f s; warming up for %d s%n", call.connectSeconds(),
                    options.warmUp().toSeconds());
            call.run(options.warmUp(), server::cpuTime);
            report(measure(server, call, options), options);
        }
        System.exit(0);
    }

    private static List<Reading> measure(ServerProcess server, Call call, LoadOptions options)
            throws InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < options.rounds(); i++) {
            Call.Result result = call.run(options.round(), server::cpuTime);
            Reading reading = new Reading(result, server.residentMegabytes());
            readings.add(reading);
            System.out.println(reading);
        }
        return readings;
    }

    private static void report(List<Reading> readings, LoadOptions options) {
        double[] costs = readings.stream().mapToDouble(Reading::microsecondsPerPacket).sorted().toArray();
        System.out.printf(
                "server: median %.2f us of CPU per forwarded packet (lowest %.2f, highest %.2f; %d rounds of %d s), JDK %s, %s%n",
                costs[costs.length / 2], costs[0], costs[costs.length - 1], costs.length, options.round().toSeconds(),
                Runtime.version().feature(),
                System.getProperty("os.arch"));
    }

    /// What one round showed.
    private record Reading(Call.Result result, long residentMegabytes) {
        double microsecondsPerPacket() {
            return result.cpu().toNanos() / 1e3 / result.received();
        }

        @Override
        public String toString() {
            return String.format(
                    "  %.2f us per packet; %d packets received, %d missing; delay median %.2f ms, p99 %.2f ms; server memory %d MB",
                    microsecondsPerPacket(), result.received(), result.missing(), result.delayMillis(50),
                    result.delayMillis(99), residentMegabytes);
        }
    }
}
