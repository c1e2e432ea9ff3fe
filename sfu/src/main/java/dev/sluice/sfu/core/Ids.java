package dev.sluice.sfu.core;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names and numbers that nobody can guess.
final class Ids {
    private static final int SESSION_BYTES = 16;
    private static final int PARTICIPANT_BYTES = 8;
    private static final int NAME_BYTES = 12;

    private Ids() {}

    /// 128 bits: who knows it may end the session (RFC 9725 5).
    static String session(RandomGenerator random) {
        return hex(random, SESSION_BYTES);
    }

    /// Public, and unlike any other.
    static String participant(RandomGenerator random) {
        return hex(random, PARTICIPANT_BYTES);
    }

    /// Names a session in the `o=` lines of its descriptions.
    static String description(RandomGenerator random) {
        return Long.toString(random.nextLong() & Long.MAX_VALUE);
    }

    /// A CNAME, or the id of a stream or track: unlike any other, and says nothing about anybody.
    ///
    /// @rfc 7022 4.2 Short-Term Persistent RTCP CNAMEs
    static String name(RandomGenerator random) {
        return hex(random, NAME_BYTES);
    }

    /// Never 0, which stands for "none".
    static int ssrc(RandomGenerator random) {
        return random.nextInt(1, Integer.MAX_VALUE);
    }

    /// In the lower half, so that the receiver of an early packet out of order does not take it for one before a rollover.
    ///
    /// @rfc 3711 3.3.1 Packet Index Determination, and ROC, s_l Update
    static int firstSequenceNumber(RandomGenerator random) {
        return random.nextInt(0x8000);
    }

    private static String hex(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
