package dev.sluice.ice.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a client needs to be let in: for `RTCIceServer.username` and `credential`.
public record TurnCredentials(String username, String password) {
    private static final char SEPARATOR = ':';

    /// Makes credentials that a server with the same secret accepts until they expire, without having heard of the user: the name is `expiry:user`, the password its HMAC.
    /// This is the form that signaling servers and other TURN servers know as the TURN REST API.
    public static TurnCredentials timeLimited(String secret, String user, Instant expiry) {
        String username = expiry.getEpochSecond() + String.valueOf(SEPARATOR) + user;
        return new TurnCredentials(username, timeLimitedPassword(secret, username));
    }

    static String timeLimitedPassword(String secret, String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA1", e);
        }
    }

    /// Null: the name does not start with a time.
    static Instant expiryOf(String username) {
        int separator = username.indexOf(SEPARATOR);
        String digits = separator < 0 ? username : username.substring(0, separator);
        if (digits.isEmpty() || digits.length() > 11 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Instant.ofEpochSecond(Long.parseLong(digits));
    }

    static String userOf(String username) {
        return username.substring(username.indexOf(SEPARATOR) + 1);
    }

    /// Tells no password: it does not belong into logs.
    @Override
    public String toString() {
        return username;
    }
}
