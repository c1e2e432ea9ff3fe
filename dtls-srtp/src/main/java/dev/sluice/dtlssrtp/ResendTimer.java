package dev.sluice.dtlssrtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

/// When to send a flight again: after 50 ms, then twice as long each time, up to a second.
///
/// RFC 6347 proposes one second to begin with. Behind ICE the path is known to work and its round trip is mostly far below; browsers use
/// 50 ms too.
///
/// @rfc 6347 4.2.4.1 Timer Values
final class ResendTimer {
    static final long INITIAL = 50 * MILLISECOND;
    static final long LIMIT = SECOND;

    private long interval = INITIAL;
    private long deadline = NEVER;
    private long sentAt;

    /// A flight goes out for the first time.
    void start(long now) {
        interval = INITIAL;
        sentAt = now;
        deadline = now + interval;
    }

    void stop() {
        deadline = NEVER;
    }

    boolean isDue(long now) {
        return now >= deadline;
    }

    /// The flight went out again because nobody answered.
    void backOff(long now) {
        interval = Math.min(2 * interval, LIMIT);
        sentAt = now;
        deadline = now + interval;
    }

    /// Whether the flight has been under way for long enough to be sent again because the peer asks for it.
    boolean mayAnswerRepetition(long now) {
        return deadline != NEVER && now - sentAt >= INITIAL;
    }

    /// The flight went out again because the peer repeated its own.
    void answered(long now) {
        sentAt = now;
        deadline = now + interval;
    }

    /// There is nothing to send yet: look again later.
    void postpone(long now) {
        deadline = now + interval;
    }

    long deadline() {
        return deadline;
    }
}
