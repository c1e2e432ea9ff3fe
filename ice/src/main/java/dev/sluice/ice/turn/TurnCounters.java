package dev.sluice.ice.turn;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// How often which [TurnOutcome] has come about, which errors were answered, and how much was relayed.
public final class TurnCounters {
    private static final int MOST_CODE = 700;

    private final long[] outcomes = new long[TurnOutcome.values().length];
    private final long[] errors = new long[MOST_CODE];
    private long bytesToPeers;
    private long bytesToClients;

    public long get(TurnOutcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    public Map<TurnOutcome, Long> asMap() {
        Map<TurnOutcome, Long> map = new EnumMap<>(TurnOutcome.class);
        for (TurnOutcome outcome : TurnOutcome.values()) {
            map.put(outcome, get(outcome));
        }
        return map;
    }

    /// How often which error code was answered; those that never were are not in it.
    public Map<Integer, Long> errors() {
        Map<Integer, Long> map = new TreeMap<>();
        for (int code = 0; code < MOST_CODE; code++) {
            if (errors[code] > 0) {
                map.put(code, errors[code]);
            }
        }
        return map;
    }

    /// Of what clients have sent to peers, without headers.
    public long bytesToPeers() {
        return bytesToPeers;
    }

    public long bytesToClients() {
        return bytesToClients;
    }

    void count(TurnOutcome outcome) {
        outcomes[outcome.ordinal()]++;
    }

    void countError(int code) {
        count(TurnOutcome.ERROR);
        errors[code]++;
    }

    void countToPeer(int bytes) {
        count(TurnOutcome.TO_PEER);
        bytesToPeers += bytes;
    }

    void countToClient(int bytes) {
        count(TurnOutcome.TO_CLIENT);
        bytesToClients += bytes;
    }
}
