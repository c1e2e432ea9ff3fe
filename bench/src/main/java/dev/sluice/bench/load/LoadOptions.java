package dev.sluice.bench.load;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// What `./sluice load` was asked for.
record LoadOptions(int players, int packetsPerFrame, int framesPerSecond, Duration warmUp, Duration round, int rounds,
        boolean help) {
    static final String HELP = """
            usage: ./sluice load [OPTIONS]

            Starts a server, publishes one video, plays it many times, and prints what a forwarded packet costs the server.

              --players N   peers that play (50)
              --frame N     packets in a frame: they are sent at once (9)
              --fps N       frames in a second (30)
              --warm-up N   seconds before the first measurement (20)
              --round N     seconds of one measurement (10)
              --rounds N    measurements (5)
              --help        print this
            """;

    static LoadOptions parse(List<String> words) {
        LoadOptions options = new LoadOptions(50, 9, 30, Duration.ofSeconds(20), Duration.ofSeconds(10), 5, false);
        for (Iterator<String> rest = words.iterator(); rest.hasNext();) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    int packetsPerSecond() {
        return packetsPerFrame * framesPerSecond;
    }

    private LoadOptions with(String key, Iterator<String> rest) {
        return switch (key) {
            case "--players" ->
                new LoadOptions(number(key, rest), packetsPerFrame, framesPerSecond, warmUp, round, rounds, help);
            case "--frame" -> new LoadOptions(players, number(key, rest), framesPerSecond, warmUp, round, rounds, help);
            case "--fps" -> new LoadOptions(players, packetsPerFrame, number(key, rest), warmUp, round, rounds, help);
            case "--warm-up" ->
                new LoadOptions(players, packetsPerFrame, framesPerSecond, Duration.ofSeconds(number(key, rest)), round,
                        rounds, help);
            case "--round" ->
                new LoadOptions(players, packetsPerFrame, framesPerSecond, warmUp,
                        Duration.ofSeconds(number(key, rest)), rounds, help);
            case "--rounds" ->
                new LoadOptions(players, packetsPerFrame, framesPerSecond, warmUp, round, number(key, rest), help);
            case "--help", "-h" ->
                new LoadOptions(players, packetsPerFrame, framesPerSecond, warmUp, round, rounds, true);
            default -> throw new IllegalArgumentException("no such option: " + key + ", see ./sluice load --help");
        };
    }

    private static int number(String key, Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(key + " wants a number from 1 to 99999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
