package dev.sluice.dtlssrtp;

/// The SRTP protection profiles that Sluice negotiates, best first.
///
/// @rfc 5764 4.1.2 SRTP Protection Profiles
/// @rfc 7714 14.2 DTLS-SRTP
public enum SrtpProfile {
    AEAD_AES_128_GCM(0x0007, 12, 16, 20), AES_CM_128_HMAC_SHA1_80(0x0001, 14, 10, 14);

    private final int code;
    private final int saltLength;
    private final int rtpOverhead;
    private final int rtcpOverhead;

    SrtpProfile(int code, int saltLength, int rtpOverhead, int rtcpOverhead) {
        this.code = code;
        this.saltLength = saltLength;
        this.rtpOverhead = rtpOverhead;
        this.rtcpOverhead = rtcpOverhead;
    }

    /// The number of the profile in the use_srtp extension.
    public int code() {
        return code;
    }

    /// Bytes of the master key.
    public int keyLength() {
        return 16;
    }

    /// Bytes of the master salt.
    public int saltLength() {
        return saltLength;
    }

    /// Bytes that protection adds to an RTP packet: the authentication tag.
    public int rtpOverhead() {
        return rtpOverhead;
    }

    /// Bytes that protection adds to an RTCP packet: the authentication tag and the index.
    public int rtcpOverhead() {
        return rtcpOverhead;
    }
}
