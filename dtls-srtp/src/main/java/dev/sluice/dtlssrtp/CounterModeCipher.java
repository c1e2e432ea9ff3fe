package dev.sluice.dtlssrtp;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// AES in counter mode with a HMAC-SHA1 tag of 80 bits, for SRTP and SRTCP.
///
/// ```
/// SRTP   | header          | encrypted payload |                tag |    authenticated: header, payload, rollover counter
/// SRTCP  | header (8 byte) | encrypted reports | E flag, index, tag |    authenticated: all before the tag
/// ```
///
/// @rfc 3711 4.1.1 AES in Counter Mode
/// @rfc 3711 4.2.1 HMAC-SHA1
final class CounterModeCipher implements SrtpCipher {
    private static final int TAG_LENGTH = 10;
    private static final int INDEX_LENGTH = 4;
    private static final int IV_LENGTH = 16;

    private final Cipher cipher = Jce.cipher("AES/CTR/NoPadding");
    private final Mac mac = Jce.mac("HmacSHA1");
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[IV_LENGTH];
    private final byte[] rolloverCounter = new byte[4];
    private final byte[] digest = new byte[20];
    /// The JDK writes into another array than it reads from, else it would make one for each packet.
    private byte[] crypted = {};

    CounterModeCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.encryptionKey(), "AES");
        salt = keys.salt();
        try {
            mac.init(new SecretKeySpec(keys.authenticationKey(), "HmacSHA1"));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the JDK refused a HMAC key", e);
        }
    }

    @Override
    public int sealRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index) {
        crypt(bytes, offset + header, length - header, ssrc, index);
        digestRtp(bytes, offset, length, index);
        System.arraycopy(digest, 0, bytes, offset + length, TAG_LENGTH);
        return length + TAG_LENGTH;
    }

    @Override
    public int openRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index) {
        int end = length - TAG_LENGTH;
        digestRtp(bytes, offset, end, index);
        if (!isTag(bytes, offset + end)) {
            return SrtpSession.AUTHENTICATION_FAILED;
        }
        crypt(bytes, offset + header, end - header, ssrc, index);
        return end;
    }

    @Override
    public int sealRtcp(byte[] bytes, int offset, int length, int ssrc, int index) {
        int header = SrtpLayout.RTCP_HEADER_LENGTH;
        crypt(bytes, offset + header, length - header, ssrc, index);
        U32.set(bytes, offset + length, index | ENCRYPTED);
        int end = length + INDEX_LENGTH;
        digest(bytes, offset, end);
        System.arraycopy(digest, 0, bytes, offset + end, TAG_LENGTH);
        return end + TAG_LENGTH;
    }

    @Override
    public int rtcpIndexOffset(int offset, int length) {
        return offset + length - TAG_LENGTH - INDEX_LENGTH;
    }

    @Override
    public int openRtcp(byte[] bytes, int offset, int length, int ssrc) {
        int header = SrtpLayout.RTCP_HEADER_LENGTH;
        int end = length - TAG_LENGTH;
        digest(bytes, offset, end);
        if (!isTag(bytes, offset + end)) {
            return SrtpSession.AUTHENTICATION_FAILED;
        }
        int plain = end - INDEX_LENGTH;
        int word = U32.getInt(bytes, offset + plain);
        if ((word & ENCRYPTED) != 0) {
            crypt(bytes, offset + header, plain - header, ssrc, word & ~ENCRYPTED);
        }
        return plain;
    }

    /// Mixes the key stream of this packet in: the same call encrypts and decrypts.
    ///
    /// The stream starts at salt, SSRC and index mixed; the last two bytes count its blocks.
    private void crypt(byte[] bytes, int offset, int length, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, salt.length);
        U16.set(iv, 14, 0);
        U32.set(iv, 4, U32.getInt(iv, 4) ^ ssrc);
        U32.set(iv, 8, U32.getInt(iv, 8) ^ index >>> 16);
        U16.set(iv, 12, U16.get(iv, 12) ^ (int) index);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(bytes, offset, length, crypted(length), 0);
            System.arraycopy(crypted, 0, bytes, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES in counter mode failed", e);
        }
    }

    private byte[] crypted(int length) {
        if (crypted.length < length) {
            crypted = new byte[Math.max(2048, length)];
        }
        return crypted;
    }

    private void digestRtp(byte[] bytes, int offset, int length, long index) {
        U32.set(rolloverCounter, 0, index >>> 16);
        mac.update(bytes, offset, length);
        mac.update(rolloverCounter);
        finishDigest();
    }

    private void digest(byte[] bytes, int offset, int length) {
        mac.update(bytes, offset, length);
        finishDigest();
    }

    private void finishDigest() {
        try {
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 failed", e);
        }
    }

    /// Compares in constant time: how many bytes were right is nobody's business.
    private boolean isTag(byte[] bytes, int offset) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= digest[i] ^ bytes[offset + i];
        }
        return difference == 0;
    }
}
