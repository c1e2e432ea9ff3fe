package dev.sluice.ice;

/// What one candidate pair has come to, in the words of RTCIceCandidatePairStats; times are nanoseconds, 0 when nothing was measured.
///
/// Requests and responses are STUN; packets and bytes are everything else.
public record IcePairStats(IceCandidatePair pair, State state, boolean nominated, boolean selected, long priority,
        long requestsSent, long requestsReceived, long responsesSent, long responsesReceived, long consentRequestsSent,
        long packetsSent, long bytesSent, long packetsReceived, long bytesReceived, long totalRoundTripTime,
        long currentRoundTripTime) {
    public enum State {
        FROZEN, WAITING, IN_PROGRESS, SUCCEEDED, FAILED
    }

    static IcePairStats of(CandidatePair pair, boolean selected) {
        PairCounters counters = pair.counters();
        return new IcePairStats(pair.valid(), State.valueOf(pair.state().name()), pair.isNominated(), selected,
                pair.priority(), counters.requestsSent, counters.requestsReceived, counters.responsesSent,
                counters.responsesReceived, counters.consentRequestsSent, counters.packetsSent, counters.bytesSent,
                counters.packetsReceived, counters.bytesReceived, counters.totalRoundTripTime(),
                counters.currentRoundTripTime());
    }
}
