package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;

/// A request to a STUN or TURN server that waits for its response, and when it is sent again.
///
/// Over UDP it is sent seven times, at 0, 500, 1500, 3500 ... milliseconds. A stream repeats by itself. Either is given up after 39.5 seconds.
///
/// @rfc 8489 6.2.1 Sending over UDP or DTLS-over-UDP
final class ServerRequest<P> {
    private static final long RTO = 500 * MILLISECOND;
    private static final int MOST_SENDS = 7; // Rc
    private static final int LAST_WAIT = 16; // Rm
    private static final long PATIENCE = ((1 << MOST_SENDS - 1) - 1 + LAST_WAIT) * RTO; // Ti

    private final P purpose;
    private final byte[] bytes;
    private final boolean reliable;
    private final int attempt;
    private int sends = 1;
    private long next;

    /// Is sent for the first time `now`; `attempt` counts how often the same was asked before.
    ServerRequest(P purpose, byte[] bytes, boolean reliable, int attempt, long now) {
        this.purpose = purpose;
        this.bytes = bytes;
        this.reliable = reliable;
        this.attempt = attempt;
        this.next = now + (reliable ? PATIENCE : RTO);
    }

    P purpose() {
        return purpose;
    }

    byte[] bytes() {
        return bytes;
    }

    int attempt() {
        return attempt;
    }

    long deadline() {
        return next;
    }

    StunTransaction.Due onTime(long now) {
        if (now < next) {
            return StunTransaction.Due.NOTHING;
        }
        if (reliable || sends == MOST_SENDS) {
            return StunTransaction.Due.GIVE_UP;
        }
        sends++;
        next = now + (sends == MOST_SENDS ? LAST_WAIT * RTO : RTO << sends - 1);
        return StunTransaction.Due.RESEND;
    }
}
