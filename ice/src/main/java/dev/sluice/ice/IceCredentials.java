package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.random.RandomGenerator;

/// The username fragment and password of one agent for one ICE session.
///
/// @rfc 8445 5.3 ICE Credentials
/// @rfc 8839 5.4 "ice-ufrag" and "ice-pwd" Attributes
public record IceCredentials(String ufrag, String pwd) {
    private static final int LEAST_UFRAG = 4;
    private static final int LEAST_PWD = 22;
    private static final int MOST = 256;
    private static final int RANDOM_UFRAG = 8; // 48 bits; the RFC asks for 24
    private static final int RANDOM_PWD = 24; // 144 bits; the RFC asks for 128
    private static final byte[] ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(US_ASCII);

    public IceCredentials {
        if (!isValid(ufrag, pwd)) {
            throw new IllegalArgumentException("An ice-ufrag has 4 to 256, an ice-pwd 22 to 256 visible ASCII"
                    + " characters without ':': ask IceCredentials.isValid before");
        }
    }

    /// Whether the two may be somebody's credentials. Accepts a few characters more than the RFC's ice-chars, because peers use them.
    public static boolean isValid(String ufrag, String pwd) {
        return isToken(ufrag, LEAST_UFRAG) && isToken(pwd, LEAST_PWD);
    }

    /// New credentials whose ufrag starts with `prefix` (of ice-chars, may be empty): it can name the owner of the session.
    public static IceCredentials generate(RandomGenerator random, String prefix) {
        return new IceCredentials(prefix + iceChars(random, RANDOM_UFRAG), iceChars(random, RANDOM_PWD));
    }

    byte[] ufragBytes() {
        return ufrag.getBytes(US_ASCII);
    }

    /// Tells the ufrag only: passwords do not belong into logs.
    @Override
    public String toString() {
        return "IceCredentials[ufrag=" + ufrag + "]";
    }

    private static String iceChars(RandomGenerator random, int length) {
        byte[] chars = new byte[length];
        for (int i = 0; i < length; i++) {
            chars[i] = ICE_CHARS[random.nextInt(ICE_CHARS.length)];
        }
        return new String(chars, US_ASCII);
    }

    private static boolean isToken(String text, int least) {
        return text.length() >= least && text.length() <= MOST
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }
}
