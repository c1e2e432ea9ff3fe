package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Keeps us from being a reflector: an address that has proved nothing is answered so many times a second and not more, with one second's worth at once.
///
/// Addresses share slots of a fixed table by a hash that nobody outside knows, so it never grows. Of IPv6, the first 64 bits count: the rest is the owner's to choose.
///
/// @rfc 8489 16.1.3 Attack Affecting the Server: amplification
final class AnswerLimiter {
    private static final int SLOTS = 1 << 13;
    private static final int IPV6_PREFIX = 8;

    private final long interval;
    private final int salt;
    /// Up to when the answers of each slot have been spent.
    private final long[] spent = new long[SLOTS];

    AnswerLimiter(int answersPerSecond, RandomGenerator random) {
        interval = SECOND / answersPerSecond;
        salt = random.nextInt() | 1;
        Arrays.fill(spent, Long.MIN_VALUE);
    }

    boolean mayAnswer(InetAddress source, long now) {
        int slot = slot(source.getAddress());
        long next = Math.max(spent[slot], now) + interval;
        if (next > now + SECOND) {
            return false;
        }
        spent[slot] = next;
        return true;
    }

    private int slot(byte[] address) {
        int hash = salt;
        for (int i = 0; i < Math.min(address.length, IPV6_PREFIX); i++) {
            hash = (hash ^ address[i]) * 0x9e3779b1;
            hash ^= hash >>> 15;
        }
        return hash & SLOTS - 1;
    }
}
