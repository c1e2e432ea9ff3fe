package dev.sluice.dtlssrtp;

/// Who does the cryptography of a [SrtpSession]. Both make the same bytes.
public enum SrtpEngine {
    /// Our own, on the ciphers of the JDK. No native code, and the default.
    JCE {
        @Override
        SrtpContexts contexts(SrtpKeys keys) {
            return new JceSrtp(keys);
        }
    },
    /// The jitsi-srtp library, held to the ciphers of the JDK. Its native library is loaded by its own initialiser, but not used.
    JITSI {
        @Override
        SrtpContexts contexts(SrtpKeys keys) {
            return new JitsiSrtp(keys);
        }
    };

    abstract SrtpContexts contexts(SrtpKeys keys);

    /// Makes each kind of cipher once: the first costs a lot more than the next.
    public void warmUp() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] key = new byte[profile.keyLength()];
            byte[] salt = new byte[profile.saltLength()];
            SrtpContexts contexts = contexts(new SrtpKeys(profile, key, salt, key, salt));
            contexts.rtpSender();
            contexts.rtcpSender();
        }
    }
}
