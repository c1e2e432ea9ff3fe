package dev.sluice.sdp;

import java.util.List;
import java.util.Locale;

/// The hash of the certificate that the DTLS handshake will show.
///
/// @param algorithm in lower case: `sha-256`
/// @param value pairs of upper-case hexadecimal digits between colons
///
/// @rfc 8122 5 Fingerprint Attribute
public record Fingerprint(String algorithm, String value) {
    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    static Fingerprint parse(String text) {
        List<String> words = Fields.words(text);
        if (words.size() != 2) {
            throw new SdpParseException("expected a=fingerprint:<hash function> <fingerprint>");
        }
        Fingerprint fingerprint = new Fingerprint(words.get(0), words.get(1));
        fingerprint.check();
        return fingerprint;
    }

    private void check() {
        for (int i = 0; i < value.length(); i++) {
            boolean fits = i % 3 == 2 ? value.charAt(i) == ':'
                    : Character.digit(value.charAt(i), 16) >= 0 && value.charAt(i) < 0x80;
            if (!fits) {
                throw new SdpParseException("the fingerprint must be pairs of hexadecimal digits between colons");
            }
        }
        int expected = hashLength();
        if (value.length() % 3 != 2 || expected > 0 && value.length() != expected * 3 - 1) {
            throw new SdpParseException(
                    "the fingerprint is not as long as " + SdpParseException.excerpt(algorithm) + " demands");
        }
    }

    /// Zero: a hash we do not know.
    private int hashLength() {
        return switch (algorithm) {
            case "md2", "md5" -> 16;
            case "sha-1" -> 20;
            case "sha-224" -> 28;
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
    }

    @Override
    public String toString() {
        return algorithm + ' ' + value;
    }
}
