package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sluice.wire.U16;

/// MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 with one key.
///
/// The HMAC covers the message up to the attribute, with a length field that ends at the attribute: what follows (FINGERPRINT) did not exist yet.
/// Strings become keys as they are: prepare names and passwords that are not ASCII (OpaqueString, RFC 8265) before.
///
/// Confined to one thread: the key's state is kept and reused.
///
/// @rfc 8489 14.5 MESSAGE-INTEGRITY
/// @rfc 8489 14.6 MESSAGE-INTEGRITY-SHA256
public final class StunIntegrity {
    private static final int LEAST_SHA256_LENGTH = 16;

    private final int attributeType;
    private final Mac mac;
    private final byte[] lengthField = new byte[2];
    private final byte[] result;

    private StunIntegrity(int attributeType, String algorithm, byte[] key) {
        this.attributeType = attributeType;
        try {
            mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
        result = new byte[mac.getMacLength()];
    }

    /// What ICE uses: MESSAGE-INTEGRITY with the password as key.
    ///
    /// @rfc 8489 9.1 Short-Term Credential Mechanism
    public static StunIntegrity shortTerm(String password) {
        return sha1(password.getBytes(UTF_8));
    }

    /// MESSAGE-INTEGRITY with a given key.
    public static StunIntegrity sha1(byte[] key) {
        return new StunIntegrity(StunAttributeType.MESSAGE_INTEGRITY, "HmacSHA1", key);
    }

    /// MESSAGE-INTEGRITY-SHA256 with a given key.
    public static StunIntegrity sha256(byte[] key) {
        return new StunIntegrity(StunAttributeType.MESSAGE_INTEGRITY_SHA256, "HmacSHA256", key);
    }

    /// The key of the long-term mechanism: `algorithm` is MD5, or SHA-256 where PASSWORD-ALGORITHM says so.
    ///
    /// @rfc 8489 9.2.2 HMAC Key
    public static byte[] longTermKey(String algorithm, String username, String realm, String password) {
        return digest(algorithm, username + ":" + realm + ":" + password);
    }

    /// @rfc 8489 14.4 USERHASH
    public static byte[] userhash(String username, String realm) {
        return digest("SHA-256", username + ":" + realm);
    }

    /// Whether the message has this attribute and its value is right. False for anything that is no STUN message.
    public boolean verify(byte[] bytes, int offset, int length) {
        if (!Stun.isStun(bytes, offset, length)) {
            return false;
        }
        int end = offset + length;
        int attribute = offset + Stun.HEADER_LENGTH;
        while (attribute + Stun.ATTRIBUTE_HEADER_LENGTH <= end) {
            int valueLength = U16.get(bytes, attribute + 2);
            int next = attribute + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(valueLength);
            if (U16.get(bytes, attribute) == attributeType) {
                return next <= end && verifyAt(bytes, offset, attribute, valueLength);
            }
            attribute = next;
        }
        return false;
    }

    /// Whether the attribute that starts at `attribute` of the message that starts at `message` is right.
    boolean verifyAt(byte[] bytes, int message, int attribute, int valueLength) {
        if (!isLength(valueLength)) {
            return false;
        }
        compute(bytes, message, attribute, result, 0, valueLength);
        int difference = 0; // all bytes are looked at, so that the time taken tells nothing
        for (int i = 0; i < valueLength; i++) {
            difference |= bytes[attribute + Stun.ATTRIBUTE_HEADER_LENGTH + i] ^ result[i];
        }
        return difference == 0;
    }

    int attributeType() {
        return attributeType;
    }

    int length() {
        return result.length;
    }

    /// Writes the value of the attribute that starts at `attribute` of the message that starts at `message`.
    void compute(byte[] bytes, int message, int attribute, byte[] target, int targetOffset) {
        compute(bytes, message, attribute, target, targetOffset, result.length);
    }

    private void compute(byte[] bytes, int message, int attribute, byte[] target, int targetOffset, int valueLength) {
        int covered = attribute - message;
        int end = covered + Stun.ATTRIBUTE_HEADER_LENGTH + valueLength;
        U16.set(lengthField, 0, end - Stun.HEADER_LENGTH);
        mac.update(bytes, message, Stun.LENGTH_OFFSET);
        mac.update(lengthField);
        mac.update(bytes, message + Stun.COOKIE_OFFSET, covered - Stun.COOKIE_OFFSET);
        try {
            mac.doFinal(target, targetOffset);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("The target has room for the code", e);
        }
    }

    private boolean isLength(int valueLength) {
        return valueLength == result.length || attributeType == StunAttributeType.MESSAGE_INTEGRITY_SHA256
                && valueLength >= LEAST_SHA256_LENGTH && valueLength < result.length && valueLength % 4 == 0;
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("No " + algorithm + " here: use MD5 or SHA-256", e);
        }
    }
}
