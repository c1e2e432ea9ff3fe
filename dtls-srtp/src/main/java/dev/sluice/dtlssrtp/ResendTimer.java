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

    /// What fits the packets that every IPv4 host must take: 576 bytes with the headers.
    private static final int SMALL_DATAGRAM = 540;
    private static final int SMALLEST_DATAGRAM = 228;

    private long interval = INITIAL;
    private long deadline = NEVER;
    private long sentAt;
    private int attempts;

    /// A flight goes out for the first time.
    void start(long now) {
        interval = INITIAL;
        attempts = 0;
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
        attempts++;
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

    /// How long the datagrams of the next attempt may be. When three attempts were in vain, the path may be too narrow: every second and third
    /// from then on is small.
    ///
    /// @rfc 6347 4.1.1.1 PMTU Issues
    int datagramLimit(int most) {
        if (attempts <= 3) {
            return most;
        }
        return switch (attempts % 3) {
            case 1 -> Math.min(most, SMALL_DATAGRAM);
            case 2 -> Math.min(most, SMALLEST_DATAGRAM);
            default -> most;
        };
    }

    long deadline() {
        return deadline;
    }
}
