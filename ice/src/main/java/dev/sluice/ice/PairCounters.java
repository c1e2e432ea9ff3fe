package dev.sluice.ice;

import dev.sluice.wire.Time;

/// What has gone over one pair.
final class PairCounters {
    private static final long NEVER_YET = -Time.NEVER;

    long requestsSent;
    long requestsReceived;
    long responsesSent;
    long responsesReceived;
    long consentRequestsSent;
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;
    private long lastAnswer = NEVER_YET;
    private long totalRoundTripTime;
    private long currentRoundTripTime;

    void answered(long roundTripTime, long now) {
        responsesReceived++;
        lastAnswer = now;
        if (roundTripTime >= 0) {
            currentRoundTripTime = roundTripTime;
            totalRoundTripTime += roundTripTime;
        }
    }

    void sent(int length) {
        packetsSent++;
        bytesSent += length;
    }

    void received(int length) {
        packetsReceived++;
        bytesReceived += length;
    }

    long lastAnswer() {
        return lastAnswer;
    }

    long totalRoundTripTime() {
        return totalRoundTripTime;
    }

    /// 0 when none has been measured.
    long currentRoundTripTime() {
        return currentRoundTripTime;
    }
}
