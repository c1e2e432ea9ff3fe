package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// What both sides of a handshake want from it: DTLS 1.2 with forward secrecy, the extended master secret, the right certificate, an SRTP profile.
///
/// No key leaves before the peer's certificate has matched a fingerprint and the peer has proved that it has the private key: the library hands
/// the keying material out only when the handshake is complete.
///
/// @rfc 8827 6.5 Communications Security
/// @rfc 5764 4 DTLS Extensions for SRTP Key Establishment
abstract class TlsSide {
    static final BcTlsCrypto CRYPTO = new BcTlsCrypto();

    static final ProtocolVersion[] VERSIONS = ProtocolVersion.DTLSv12.only();
    static final int[] GROUPS = {NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1};
    static final int[] ECDSA_CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384};
    /// Offered too, for servers that have an RSA certificate.
    static final int[] CLIENT_CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384};
    /// The library repeats its flight after the shortest silence, a millisecond, and never waits longer: see [BlockingHandshake], which decides what silence is.
    static final int RESEND_MILLIS = 0;

    private static final byte[] NO_MKI = {};

    private final DtlsRole role;
    private final DtlsCertificate own;
    private final List<CertificateFingerprint> expected;
    private String refusal;
    private SrtpProfile profile;
    private SrtpKeys keys;

    TlsSide(DtlsRole role, DtlsCertificate own, List<CertificateFingerprint> expected) {
        this.role = role;
        this.own = own;
        this.expected = expected;
    }

    /// Loads the library: its cryptography takes a while to come up.
    static void load() {
        CRYPTO.getSecureRandom();
    }

    /// Blocks until the handshake is complete.
    abstract DTLSTransport handshake(DatagramTransport transport) throws IOException;

    /// What the handshake was for, when it is complete.
    final SrtpKeys keys() {
        return keys;
    }

    /// Why the handshake ended, in words for a log.
    final String reason(Exception failure) {
        if (refusal != null) {
            return refusal;
        }
        return switch (failure) {
            case TlsFatalAlertReceived received ->
                "the peer sent the alert " + TlsAlerts.name(received.getAlertDescription());
            case TlsFatalAlert raised -> "the handshake failed: " + raised.getMessage();
            default -> "the handshake failed: " + failure;
        };
    }

    final void requireExpected(Certificate chain) throws TlsFatalAlert {
        if (chain == null || chain.isEmpty()) {
            throw refuse(AlertDescription.bad_certificate, "the peer has no certificate");
        }
        byte[] der = encoded(chain.getCertificateAt(0));
        if (expected.stream().noneMatch(fingerprint -> fingerprint.matches(der))) {
            throw refuse(AlertDescription.bad_certificate,
                    "the peer's certificate has none of the fingerprints that signaling announced");
        }
    }

    final TlsCredentialedSigner credentials(TlsContext context) throws IOException {
        TlsCertificate certificate = CRYPTO.createCertificate(own.der());
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(own.privateKeyDer());
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), CRYPTO, key,
                new Certificate(new TlsCertificate[]{certificate}),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        for (short hash : new short[]{HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.ecdsa));
        }
        algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
        for (short hash : new short[]{HashAlgorithm.sha256, HashAlgorithm.sha384, HashAlgorithm.sha512}) {
            algorithms.add(SignatureAndHashAlgorithm.getInstance(hash, SignatureAlgorithm.rsa));
        }
        return algorithms;
    }

    /// The client's half of use_srtp.
    static void offerProfiles(Hashtable<?, ?> extensions) throws IOException {
        int[] codes = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::code).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(codes, NO_MKI));
    }

    /// The server's half: the first of ours that the client offers.
    final void chooseProfile(UseSRTPData offered) throws TlsFatalAlert {
        for (SrtpProfile candidate : SrtpProfile.values()) {
            if (offered != null && profile == null && contains(offered, candidate)) {
                profile = candidate;
            }
        }
        if (profile == null) {
            throw refuse(AlertDescription.handshake_failure, "the peer offers no SRTP profile of ours in use_srtp");
        }
    }

    final void answerProfile(Hashtable<?, ?> extensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(new int[]{profile.code()}, NO_MKI));
    }

    /// The client checks what the server chose.
    final void acceptProfile(UseSRTPData chosen) throws TlsFatalAlert {
        if (chosen == null || chosen.getProtectionProfiles().length != 1 || chosen.getMki().length != 0) {
            throw refuse(AlertDescription.illegal_parameter, "the peer chose no SRTP profile in use_srtp");
        }
        chooseProfile(chosen);
    }

    final void exportKeys(TlsContext context) {
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null,
                SrtpKeys.keyingMaterialLength(profile));
        keys = SrtpKeys.fromKeyingMaterial(profile, material, role);
    }

    private static boolean contains(UseSRTPData data, SrtpProfile profile) {
        return Arrays.stream(data.getProtectionProfiles()).anyMatch(code -> code == profile.code());
    }

    private static byte[] encoded(TlsCertificate certificate) throws TlsFatalAlert {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
    }

    private TlsFatalAlert refuse(short alert, String why) {
        refusal = why;
        return new TlsFatalAlert(alert, why);
    }
}
