package dev.sluice.dtlssrtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys that protect one direction of RTP, or of RTCP: made of the master key and salt, and the same for all of its SSRCs.
///
/// The key derivation rate is 0, as always in DTLS-SRTP: keys are derived once.
///
/// @rfc 3711 4.3 Key Derivation
/// @rfc 7714 11 Key Derivation
record SessionKeys(byte[] encryptionKey, byte[] authenticationKey, byte[] salt) {
    private static final int RTP_LABELS = 0;
    private static final int RTCP_LABELS = 3;
    private static final int HMAC_SHA1_KEY_LENGTH = 20;

    static SessionKeys forRtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTP_LABELS);
    }

    static SessionKeys forRtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        return derive(profile, masterKey, masterSalt, RTCP_LABELS);
    }

    private static SessionKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int labels) {
        return new SessionKeys(
                derive(masterKey, masterSalt, labels, profile.keyLength()),
                derive(masterKey, masterSalt, labels + 1, HMAC_SHA1_KEY_LENGTH),
                derive(masterKey, masterSalt, labels + 2, profile.saltLength()));
    }

    /// The key stream of AES in counter mode, started at the salt with the label mixed in. A salt of 96 bits (GCM) stands at the left.
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] start = Arrays.copyOf(masterSalt, 16);
        start[7] ^= (byte) label;
        try {
            Cipher cipher = Jce.cipher("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(start));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode failed on key derivation", e);
        }
    }

    /// Keys are not for logs.
    @Override
    public String toString() {
        return "SessionKeys[]";
    }
}
