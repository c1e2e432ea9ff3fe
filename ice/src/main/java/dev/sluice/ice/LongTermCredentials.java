package dev.sluice.ice;

import java.util.Base64;

import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.PasswordAlgorithm;
import dev.sluice.ice.StunAttribute.PasswordAlgorithms;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.wire.U16;

/// The client's side of the long-term mechanism: what a server's challenge makes of a name and a password.
///
/// The first request carries nothing of it and is refused with 401 and a challenge, from then on requests are signed; 438 brings a fresh nonce. A server that says
/// so in its nonce gets SHA-256 in place of MD5 and SHA-1, and a hash in place of the name.
///
/// @rfc 8489 9.2 Long-Term Credential Mechanism
final class LongTermCredentials {
    private static final String NONCE_COOKIE = "obMatJos2";
    private static final int FEATURES_LENGTH = 4;
    /// RFC 8489 18.1 counts the bits from the left, its example (B.1) from the right: both are understood.
    private static final int PASSWORD_ALGORITHMS = 0x80_00_01;
    private static final int USERNAME_ANONYMITY = 0x40_00_02;

    private final String username;
    private final String password;
    private Realm realm;
    private Nonce nonce;
    private PasswordAlgorithms offered;
    private boolean anonymous;
    private StunIntegrity integrity;

    LongTermCredentials(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /// Takes the challenge of a 401 or 438. False: it is none that we could meet.
    boolean challenge(StunMessage error) {
        Realm newRealm = error.attribute(Realm.class).orElse(realm);
        nonce = error.attribute(Nonce.class).orElse(null);
        if (newRealm == null || nonce == null) {
            return false;
        }
        int features = features(nonce.value());
        boolean announced = (features & PASSWORD_ALGORITHMS) != 0;
        offered = announced ? error.attribute(PasswordAlgorithms.class).orElse(null) : null;
        if (announced && offered == null) {
            return false; // RFC 8489 9.2.5: somebody on the path has taken the better algorithms out
        }
        realm = newRealm;
        anonymous = (features & USERNAME_ANONYMITY) != 0;
        integrity = makeIntegrity();
        return integrity != null;
    }

    boolean areChallenged() { return integrity != null; }

    /// Adds what the server wants to see, the integrity last.
    void sign(StunWriter writer) {
        if (integrity == null) {
            return;
        }
        writer.add(anonymous ? new UserHash(StunIntegrity.userhash(username, realm.value())) : new Username(username));
        writer.add(realm).add(nonce);
        if (offered != null) {
            writer.add(offered).add(algorithm());
        }
        writer.integrity(integrity);
    }

    boolean signed(byte[] bytes, int offset, int length) {
        return integrity != null && integrity.verify(bytes, offset, length);
    }

    private StunIntegrity makeIntegrity() {
        if (offered == null) {
            return StunIntegrity.sha1(StunIntegrity.longTermKey("MD5", username, realm.value(), password));
        }
        PasswordAlgorithm chosen = algorithm();
        if (chosen == null) {
            return null;
        }
        String digest = chosen.number() == PasswordAlgorithm.SHA_256 ? "SHA-256" : "MD5";
        return StunIntegrity.sha256(StunIntegrity.longTermKey(digest, username, realm.value(), password));
    }

    /// The first that we know; null when there is none.
    private PasswordAlgorithm algorithm() {
        return offered.algorithms().stream().filter(LongTermCredentials::isKnown).findFirst().orElse(null);
    }

    private static boolean isKnown(PasswordAlgorithm algorithm) {
        return algorithm.number() == PasswordAlgorithm.MD5 || algorithm.number() == PasswordAlgorithm.SHA_256;
    }

    /// @rfc 8489 9.2 Long-Term Credential Mechanism
    private static int features(String nonce) {
        if (!nonce.startsWith(NONCE_COOKIE) || nonce.length() < NONCE_COOKIE.length() + FEATURES_LENGTH) {
            return 0;
        }
        String text = nonce.substring(NONCE_COOKIE.length(), NONCE_COOKIE.length() + FEATURES_LENGTH);
        try {
            byte[] bits = Base64.getDecoder().decode(text);
            return (bits[0] & 0xff) << 16 | U16.get(bits, 1);
        } catch (IllegalArgumentException e) {
            return 0; // a nonce of somebody who knows nothing of the cookie
        }
    }
}
