package dev.sluice.dtlssrtp;

/// Encrypts and authenticates packets in place with the session keys of one direction of RTP or RTCP. Knows nothing of replays.
///
/// One object serves all SSRCs of its direction; confined to one thread.
sealed interface SrtpCipher permits GcmCipher, CounterModeCipher {
    /// Bit 31 of the word that ends the encrypted part of an SRTCP packet: the E flag.
    int ENCRYPTED = 0x8000_0000;

    static SrtpCipher create(SrtpProfile profile, SessionKeys keys) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> new GcmCipher(keys);
            case AES_CM_128_HMAC_SHA1_80 -> new CounterModeCipher(keys);
        };
    }

    /// @param header the length of what stays in the clear
    /// @param index  the 48-bit packet index: rollover counter and sequence number
    /// @return the new length
    int sealRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index);

    /// @return the new length, or [SrtpSession#AUTHENTICATION_FAILED], and then the packet's bytes are as they were or worthless
    int openRtp(byte[] bytes, int offset, int length, int header, int ssrc, long index);

    /// @param index the 31-bit SRTCP index
    /// @return the new length
    int sealRtcp(byte[] bytes, int offset, int length, int ssrc, int index);

    /// The position of the word of E flag and index in a packet that is as long as header, tag and that word at least.
    int rtcpIndexOffset(int offset, int length);

    /// @return the new length, or [SrtpSession#AUTHENTICATION_FAILED]
    int openRtcp(byte[] bytes, int offset, int length, int ssrc);
}
