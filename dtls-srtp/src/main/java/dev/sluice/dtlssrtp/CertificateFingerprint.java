package dev.sluice.dtlssrtp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The hash of a certificate, as it stands in `a=fingerprint` of a session description.
///
/// SHA-1 and MD5 can be written down, so that a session description survives, but match no certificate.
///
/// @param algorithm the name of the hash in lower case: `sha-256`
/// @param value     the hash in upper-case hexadecimal with a colon between bytes
///
/// @rfc 8122 5 Fingerprint Attribute
public record CertificateFingerprint(String algorithm, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public CertificateFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    /// The fingerprint of a certificate in DER.
    ///
    /// @throws IllegalArgumentException when the algorithm is not sha-256, sha-384 or sha-512
    public static CertificateFingerprint of(String algorithm, byte[] certificate) {
        String name = digestName(algorithm);
        if (name == null) {
            throw new IllegalArgumentException("no fingerprints by " + algorithm + ": use sha-256");
        }
        return new CertificateFingerprint(algorithm, COLONS.formatHex(digest(name, certificate)));
    }

    /// Whether the hash is one that can still be trusted.
    public boolean isStrong() { return digestName(algorithm) != null; }

    /// Whether this is the fingerprint of the certificate in DER. Never true for a weak hash.
    public boolean matches(byte[] certificate) {
        return isStrong() && equalInConstantTime(of(algorithm, certificate).value, value);
    }

    private static boolean equalInConstantTime(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
                other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String digestName(String algorithm) {
        return switch (algorithm.toLowerCase(Locale.ROOT)) {
            case "sha-256" -> "SHA-256";
            case "sha-384" -> "SHA-384";
            case "sha-512" -> "SHA-512";
            default -> null;
        };
    }

    private static byte[] digest(String name, byte[] certificate) {
        try {
            return MessageDigest.getInstance(name).digest(certificate);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks " + name, e);
        }
    }

    /// As in `a=fingerprint`: `sha-256 4A:AD:...`.
    @Override
    public String toString() {
        return algorithm + " " + value;
    }
}
