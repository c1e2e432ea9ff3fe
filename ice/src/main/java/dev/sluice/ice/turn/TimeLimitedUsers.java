package dev.sluice.ice.turn;

import java.time.Instant;
import java.time.InstantSource;

/// Users whose names say until when they are let in, and whose passwords prove that whoever shares our secret said so.
///
/// Names cannot be found by their hashes: we have never heard of them.
record TimeLimitedUsers(String secret, InstantSource clock) implements TurnUsers {
    @Override
    public String password(String username) {
        Instant expiry = TurnCredentials.expiryOf(username);
        boolean valid = expiry != null && clock.instant().isBefore(expiry);
        return valid ? TurnCredentials.timeLimitedPassword(secret, username) : null;
    }

    /// Of all the credentials that were made for one user.
    @Override
    public String quotaOf(String username) {
        return TurnCredentials.userOf(username);
    }
}
