package dev.sluice.dtlssrtp;

/// Who does the cryptography of a session.
enum SrtpImplementation {
    JITSI {
        @Override
        SrtpSession session(SrtpKeys keys) {
            return new SrtpSession(keys.profile(), new JitsiSrtp(keys), 64);
        }
    };

    abstract SrtpSession session(SrtpKeys keys);
}
