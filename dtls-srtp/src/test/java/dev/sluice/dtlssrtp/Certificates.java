package dev.sluice.dtlssrtp;

/// Certificates made once for all tests.
final class Certificates {
    private static final DtlsCertificate ONE = DtlsCertificate.generate();
    private static final DtlsCertificate OTHER = DtlsCertificate.generate();

    private Certificates() {}

    static DtlsCertificate one() {
        return ONE;
    }

    static DtlsCertificate other() {
        return OTHER;
    }
}
