package dev.sluice.ice.turn;

import java.util.random.RandomGenerator;

import dev.sluice.ice.AddressFamily;

/// Finds ports for relays: from a random one on, so that nobody can tell the next client's, at most [#MOST_TRIES] of them.
///
/// @rfc 8656 7.2 Receiving an Allocate Request
/// @rfc 8656 21.1.7 Tunnel Amplification Attack
final class RelayPorts {
    static final int MOST_TRIES = 64;

    private final TurnSettings settings;
    private final RandomGenerator random;
    private final TurnEngine.Output out;

    RelayPorts(TurnSettings settings, RandomGenerator random, TurnEngine.Output out) {
        this.settings = settings;
        this.random = random;
        this.out = out;
    }

    /// Null: there is no free one.
    Relay open(AddressFamily family) {
        int count = settings.lastPort() - settings.firstPort() + 1;
        return find(family, settings.firstPort(), count, 1);
    }

    Relay openEven(AddressFamily family) {
        int first = settings.firstPort() + (settings.firstPort() & 1);
        return find(family, first, (settings.lastPort() - first) / 2 + 1, 2);
    }

    /// An even one and the next; null: there is no such pair.
    Relay[] openPair(AddressFamily family) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Relay even = openEven(family);
            Relay odd = even == null || even.port() == settings.lastPort() ? null : open(family, even.port() + 1);
            if (odd != null) {
                return new Relay[]{even, odd};
            }
            if (even == null) {
                return null;
            }
            even.close();
        }
        return null;
    }

    private Relay find(AddressFamily family, int first, int count, int step) {
        int start = count <= 0 ? 0 : random.nextInt(count);
        for (int i = 0; i < Math.min(count, MOST_TRIES); i++) {
            Relay relay = open(family, first + (start + i) % count * step);
            if (relay != null) {
                return relay;
            }
        }
        return null;
    }

    private Relay open(AddressFamily family, int port) {
        return Relay.open(settings.relay(family).orElseThrow(), port, out);
    }
}
