package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sluice.wire.U32;

/// Nonces that nobody has to remember: each tells when it expires, and proves with an HMAC that it was made here and for whom.
///
/// ```
/// obMatJos2 | security features (24 bits, base64) | expiry (32 bits) and HMAC (96 bits), base64
/// ```
///
/// The HMAC covers the expiry, the client's address and, since the features are always the same, they are checked by looking at them: nobody on the path can
/// take them out. A flood of requests without credentials thus leaves nothing behind.
///
/// Confined to one thread.
///
/// @rfc 8489 9.2 Long-Term Credential Mechanism
/// @rfc 8489 18.1 STUN Security Features Registry
final class Nonces {
    static final int LIFETIME_SECONDS = 3_600;

    private static final String COOKIE = "obMatJos2";
    private static final int PASSWORD_ALGORITHMS = 1;
    private static final int USERNAME_ANONYMITY = 2;
    private static final int EXPIRY_LENGTH = 4;
    private static final int LENGTH = 16;
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final String prefix;
    private final Mac mac;

    Nonces(boolean usernameAnonymity, RandomGenerator random) {
        int features = PASSWORD_ALGORITHMS | (usernameAnonymity ? USERNAME_ANONYMITY : 0);
        prefix = COOKIE + ENCODER.encodeToString(new byte[]{0, 0, (byte) features});
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    String make(InetSocketAddress client, long now) {
        return prefix + ENCODER.encodeToString(withHmac(now / SECOND + LIFETIME_SECONDS, client));
    }

    /// Whether the nonce was made here, for this client, and has not expired.
    boolean isValid(String nonce, InetSocketAddress client, long now) {
        if (!nonce.startsWith(prefix)) {
            return false;
        }
        byte[] given = decode(nonce.substring(prefix.length()));
        if (given.length != LENGTH) {
            return false;
        }
        long expiry = U32.get(given, 0);
        return now / SECOND < expiry && MessageDigest.isEqual(given, withHmac(expiry, client));
    }

    private byte[] withHmac(long expiry, InetSocketAddress client) {
        byte[] nonce = new byte[LENGTH];
        U32.set(nonce, 0, expiry);
        mac.update(nonce, 0, EXPIRY_LENGTH);
        mac.update((byte) (client.getPort() >>> 8));
        mac.update((byte) client.getPort());
        byte[] hmac = mac.doFinal(client.getAddress().getAddress());
        System.arraycopy(hmac, 0, nonce, EXPIRY_LENGTH, LENGTH - EXPIRY_LENGTH);
        return nonce;
    }

    private static byte[] decode(String text) {
        byte[] ascii = text.getBytes(US_ASCII);
        try {
            return ascii.length > 2 * LENGTH ? ascii : Base64.getDecoder().decode(ascii);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
