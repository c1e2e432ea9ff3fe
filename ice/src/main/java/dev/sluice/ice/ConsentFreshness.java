package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.util.random.RandomGenerator;

/// Tells whether the peer still wants our packets on the selected pair.
///
/// Consent is renewed by every authentic answer to a check and runs out when no answer has come for thirty seconds. Once it has run out it does not come back
/// without an ICE restart. Checks go out every four to six seconds, at random, so that those of many agents do not march in step.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 7675 5.1 Expiration of Consent
final class ConsentFreshness {
    static final long LIFETIME = 30 * SECOND;

    private static final double LEAST_INTERVAL = 4.0 * SECOND;
    private static final double MOST_INTERVAL = 6.0 * SECOND;
    private static final int WORRYING = 2;
    private static final long LEAST_HURRIED_INTERVAL = 200 * MILLISECOND;

    private final RandomGenerator random;
    private long nextCheck = NEVER;
    private long expiry = NEVER;
    private long hurriedInterval;
    private int unanswered;
    private boolean expired;

    /// Must not call back in.
    interface Output {
        void sendConsentCheck(long now);

        void consentExpired();
    }

    ConsentFreshness(RandomGenerator random) {
        this.random = random;
    }

    /// The peer has just answered on the pair that is the selected one from now on.
    void start(long now) {
        nextCheck = now + interval();
        onAnswer(now);
    }

    void onAnswer(long now) {
        if (!expired) {
            expiry = now + LIFETIME;
            unanswered = 0;
            calmDown(now);
        }
    }

    /// Something speaks against the pair: asks at once, and again after each round trip or 200 ms, until there is an answer or [#isShaky].
    void hurry(long roundTripTime, long now) {
        if (hurriedInterval == 0 && nextCheck != NEVER) {
            hurriedInterval = Math.max(LEAST_HURRIED_INTERVAL, roundTripTime);
            nextCheck = now;
        }
    }

    private void calmDown(long now) {
        if (hurriedInterval != 0) {
            hurriedInterval = 0;
            nextCheck = now + interval();
        }
    }

    void revoke(Output out) {
        expired = true;
        expiry = nextCheck = NEVER;
        out.consentExpired();
    }

    void onTime(long now, Output out) {
        if (now >= expiry) {
            revoke(out);
        } else if (now >= nextCheck) {
            if (++unanswered > WORRYING) {
                hurriedInterval = 0;
            }
            nextCheck = now + (hurriedInterval != 0 ? hurriedInterval : interval());
            out.sendConsentCheck(now);
        }
    }

    long deadline() {
        return Math.min(nextCheck, expiry);
    }

    /// At least two checks before the one on its way went without an answer.
    boolean isShaky() { return unanswered > WORRYING; }

    private long interval() {
        return (long) random.nextDouble(LEAST_INTERVAL, MOST_INTERVAL);
    }
}
