package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;

/// A request of ours that waits for its response, and when it is sent again.
///
/// An ordinary check is sent up to seven times, at 0, 500, 1500, 3500 ... milliseconds, and given up eight seconds after the last. Triggered checks and
/// nominations go where the peer has just proved to be, and the connection waits for them: they are repeated every 500 ms, up to twenty times. A consent check
/// is sent once.
///
/// @rfc 8489 6.2.1 Sending over UDP or DTLS-over-UDP
final class StunTransaction {
    static final long INITIAL_RTO = 500 * MILLISECOND;

    private static final int MOST_SENDS = 7; // Rc
    private static final int LAST_WAIT = 16; // Rm, in initial RTOs
    private static final int MOST_SENDS_TO_PEER = 20;
    private static final long CONSENT_WAIT = 30 * SECOND;

    enum Purpose {
        ORDINARY_CHECK, TRIGGERED_CHECK, NOMINATION, CONSENT
    }

    enum Due {
        NOTHING, RESEND, GIVE_UP
    }

    private final CandidatePair pair;
    private final Purpose purpose;
    private final boolean controlling;
    private final byte[] request;
    private final long rto;
    private final long sentAt;
    private int sends = 1;
    private long next;
    private boolean cancelled;

    /// The request was sent for the first time `now`, in the given role.
    StunTransaction(CandidatePair pair, Purpose purpose, boolean controlling, byte[] request, long rto, long now) {
        this.pair = pair;
        this.purpose = purpose;
        this.controlling = controlling;
        this.request = request;
        this.rto = rto;
        this.sentAt = now;
        this.next = now + (purpose == Purpose.CONSENT ? CONSENT_WAIT : rto);
    }

    CandidatePair pair() {
        return pair;
    }

    Purpose purpose() {
        return purpose;
    }

    boolean wasControlling() {
        return controlling;
    }

    byte[] request() {
        return request;
    }

    /// How long the answer took that comes now; negative when it was sent more than once, and nobody can tell which was answered.
    long roundTripTime(long now) {
        return sends == 1 ? now - sentAt : -1;
    }

    /// It is not sent again, and that nobody answers means nothing; but an answer still counts.
    ///
    /// @rfc 8445 7.3.1.4 Triggered Checks
    void cancel(long now) {
        cancelled = true;
        next = now + LAST_WAIT * rto;
    }

    boolean isCancelled() { return cancelled; }

    long deadline() {
        return next;
    }

    Due onTime(long now) {
        if (now < next) {
            return Due.NOTHING;
        }
        if (cancelled || sends == mostSends()) {
            return Due.GIVE_UP;
        }
        sends++;
        next = now + waitAfterSend();
        return Due.RESEND;
    }

    private int mostSends() {
        return switch (purpose) {
            case ORDINARY_CHECK -> MOST_SENDS;
            case TRIGGERED_CHECK, NOMINATION -> MOST_SENDS_TO_PEER;
            case CONSENT -> 1;
        };
    }

    private long waitAfterSend() {
        if (purpose != Purpose.ORDINARY_CHECK) {
            return rto;
        }
        return sends == MOST_SENDS ? LAST_WAIT * rto : rto << sends - 1;
    }
}
