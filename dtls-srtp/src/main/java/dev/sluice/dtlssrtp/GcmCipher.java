package dev.sluice.dtlssrtp;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// AES-GCM for SRTP and SRTCP. The header is authenticated, the rest is encrypted as well; the tag of 16 bytes follows.
///
/// ```
/// SRTP   | header          | encrypted payload | tag |
/// SRTCP  | header (8 byte) | encrypted reports | tag | E flag, index |
/// ```
///
/// @rfc 7714 8 AES-GCM Processing for SRTP
/// @rfc 7714 9 AES-GCM Processing of SRTCP Compound Packets
final class GcmCipher implements SrtpCipher {
    private static final int TAG_LENGTH = 16;
    private static final int INDEX_LENGTH = 4;
    private static final int IV_LENGTH = 12;

    private final Cipher cipher = Jce.cipher("AES/GCM/NoPadding");
    private final SecretKeySpec key;
    private final byte[] salt;
    private final byte[] iv = new byte[IV_LENGTH];
    private final byte[] indexWord = new byte[INDEX_LENGTH];
    /// The JDK opens into another array than it reads from, else it would make one for each packet.
    private byte[] opened = {};

    GcmCipher(SessionKeys keys) {
        key = new SecretKeySpec(keys.encryptionKey(), "AES");
        salt = keys.salt();
    }

    @Override
    public int sealRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index) {
        rtpIv(ssrc, index);
        start(Cipher.ENCRYPT_MODE);
        cipher.updateAAD(bytes, offset, header);
        return header + seal(bytes, offset + header, length - header);
    }

    @Override
    public int openRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index) {
        rtpIv(ssrc, index);
        start(Cipher.DECRYPT_MODE);
        cipher.updateAAD(bytes, offset, header);
        int payload = open(bytes, offset + header, length - header);
        return payload < 0 ? payload : header + payload;
    }

    @Override
    public int sealRtcp(byte[] bytes, int offset, int length, int ssrc, int index) {
        int header = SrtpLayout.RTCP_HEADER_LENGTH;
        rtcpIv(ssrc, index);
        U32.set(indexWord, 0, index | ENCRYPTED);
        start(Cipher.ENCRYPT_MODE);
        cipher.updateAAD(bytes, offset, header);
        cipher.updateAAD(indexWord);
        int sealed = header + seal(bytes, offset + header, length - header);
        U32.set(bytes, offset + sealed, index | ENCRYPTED);
        return sealed + INDEX_LENGTH;
    }

    @Override
    public int rtcpIndexOffset(int offset, int length) {
        return offset + length - INDEX_LENGTH;
    }

    @Override
    public int openRtcp(byte[] bytes, int offset, int length, int ssrc) {
        int word = U32.getInt(bytes, rtcpIndexOffset(offset, length));
        boolean encrypted = (word & ENCRYPTED) != 0;
        int end = length - INDEX_LENGTH;
        // Without encryption all of the packet is only authenticated (RFC 7714 9.3).
        int header = encrypted ? SrtpLayout.RTCP_HEADER_LENGTH : end - TAG_LENGTH;
        rtcpIv(ssrc, word & ~ENCRYPTED);
        U32.set(indexWord, 0, word);
        start(Cipher.DECRYPT_MODE);
        cipher.updateAAD(bytes, offset, header);
        cipher.updateAAD(indexWord);
        int rest = open(bytes, offset + header, end - header);
        return rest < 0 ? rest : header + rest;
    }

    /// Two zero bytes, SSRC, rollover counter, sequence number; all mixed with the salt.
    private void rtpIv(int ssrc, long index) {
        U16.set(iv, 0, 0);
        U32.set(iv, 2, ssrc);
        U32.set(iv, 6, index >>> 16);
        U16.set(iv, 10, (int) index);
        mixSaltIn();
    }

    /// Two zero bytes, SSRC, two zero bytes, index; all mixed with the salt.
    private void rtcpIv(int ssrc, int index) {
        U16.set(iv, 0, 0);
        U32.set(iv, 2, ssrc);
        U16.set(iv, 6, 0);
        U32.set(iv, 8, index);
        mixSaltIn();
    }

    private void mixSaltIn() {
        for (int i = 0; i < IV_LENGTH; i++) {
            iv[i] ^= salt[i];
        }
    }

    private void start(int mode) {
        try {
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, iv));
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("the JDK refused an AES-GCM key or IV", e);
        }
    }

    private int seal(byte[] bytes, int offset, int length) {
        try {
            return cipher.doFinal(bytes, offset, length, bytes, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to encrypt", e);
        }
    }

    private int open(byte[] bytes, int offset, int length) {
        if (opened.length < length) {
            opened = new byte[Math.max(2048, length)];
        }
        try {
            int plain = cipher.doFinal(bytes, offset, length, opened, 0);
            System.arraycopy(opened, 0, bytes, offset, plain);
            return plain;
        } catch (AEADBadTagException _) {
            return SrtpSession.AUTHENTICATION_FAILED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to decrypt", e);
        }
    }
}
