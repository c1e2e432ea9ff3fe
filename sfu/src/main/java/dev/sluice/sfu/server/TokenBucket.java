package dev.sluice.sfu.server;

import dev.sluice.wire.Time;

/// Lets so much through per second, and a burst after a pause. Confined to one thread.
final class TokenBucket {
    private final double perSecond;
    private final double burst;
    private double tokens;
    private long filledAt;

    TokenBucket(double perSecond, double burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    /// Takes one token. False: there is none.
    boolean take(long now) {
        tokens = Math.min(burst, tokens + perSecond * (now - filledAt) / Time.SECOND);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
