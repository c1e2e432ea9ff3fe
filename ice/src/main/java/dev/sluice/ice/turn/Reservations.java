package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Relays that were opened beside another and wait for the allocation that they are for, thirty seconds at most. The token is known to who asked only, and is good once.
///
/// @rfc 8656 7.2 Receiving an Allocate Request
final class Reservations {
    private static final long LIFETIME = 30 * SECOND;

    private final Deadlines deadlines;
    private final RandomGenerator random;
    private final Map<Long, Reservation> byToken = new HashMap<>();

    Reservations(Deadlines deadlines, RandomGenerator random) {
        this.deadlines = deadlines;
        this.random = random;
    }

    private final class Reservation implements Deadlines.Expiring {
        final long token;
        final Relay relay;
        final String user;
        long deadline;

        Reservation(long token, Relay relay, String user, long deadline) {
            this.token = token;
            this.relay = relay;
            this.user = user;
            this.deadline = deadline;
        }

        @Override
        public long deadline() {
            return deadline;
        }

        @Override
        public void onTime(long now) {
            deadline = NEVER;
            byToken.remove(token);
            relay.close();
        }
    }

    /// The token by which the relay can be had.
    long keep(Relay relay, String user, long now) {
        long token = random.nextLong();
        while (byToken.containsKey(token)) {
            token = random.nextLong();
        }
        Reservation reservation = new Reservation(token, relay, user, now + LIFETIME);
        byToken.put(token, reservation);
        deadlines.watch(reservation);
        return token;
    }

    /// Null: there is none for this user.
    Relay take(long token, String user) {
        Reservation reservation = byToken.get(token);
        if (reservation == null || !reservation.user.equals(user)) {
            return null;
        }
        byToken.remove(token);
        deadlines.forget(reservation);
        return reservation.relay;
    }

    int size() {
        return byToken.size();
    }

    void close() {
        byToken.values().forEach(reservation -> {
            deadlines.forget(reservation);
            reservation.relay.close();
        });
        byToken.clear();
    }
}
