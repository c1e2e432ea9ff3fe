package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

/// Nobody gets keys who is not who signaling said.
class PeerAuthenticationTest {
    private static final CertificateFingerprint CLIENT = Certificates.one().fingerprint();
    private static final CertificateFingerprint SERVER = Certificates.other().fingerprint();

    private DtlsPair pair;

    @AfterEach
    void noThreadIsLeft() {
        pair.close();
    }

    @Test
    void theServerRefusesACertificateWithAnotherFingerprint() {
        pair = new DtlsPair(List.of(SERVER), List.of(SERVER));
        run();

        assertNeitherConnected();
        assertEquals("the peer's certificate has none of the fingerprints that signaling announced",
                pair.server.failure);
        assertEquals("the peer sent the alert bad_certificate(42)", pair.client.failure);
    }

    @Test
    void theClientRefusesACertificateWithAnotherFingerprint() {
        pair = new DtlsPair(List.of(CLIENT), List.of(CLIENT));
        run();

        assertNeitherConnected();
        assertEquals("the peer's certificate has none of the fingerprints that signaling announced",
                pair.client.failure);
        assertEquals("the peer sent the alert bad_certificate(42)", pair.server.failure);
    }

    @Test
    void oneOfSeveralFingerprintsIsEnough() {
        pair = new DtlsPair(List.of(CLIENT, SERVER), List.of(SERVER, CLIENT));
        pair.start();
        pair.runUntilConnected();

        assertTrue(pair.client.isConnected() && pair.server.isConnected());
    }

    @Test
    void strongerHashesMatchToo() {
        byte[] client = Certificates.one().der();
        byte[] server = Certificates.other().der();
        pair = new DtlsPair(List.of(CertificateFingerprint.of("sha-512", server)),
                List.of(CertificateFingerprint.of("SHA-384", client)));
        pair.start();
        pair.runUntilConnected();

        assertTrue(pair.client.isConnected() && pair.server.isConnected());
    }

    @Test
    void withoutAFingerprintNobodyIsLetIn() {
        pair = new DtlsPair(List.of(SERVER), List.of());
        run();

        assertNeitherConnected();
    }

    @Test
    void weakHashesMatchNothing() {
        pair = new DtlsPair(List.of(SERVER),
                List.of(new CertificateFingerprint("sha-1", sha1(Certificates.one().der())),
                        new CertificateFingerprint("md5", "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")));
        run();

        assertNeitherConnected();
    }

    /// A thief of the certificate, which is no secret, does not have the key.
    @Test
    void theCertificateWithoutItsKeyIsNotEnoughForAClient() {
        pair = new DtlsPair(stolen(Certificates.one(), Certificates.other()), Certificates.other());
        run();

        assertNeitherConnected();
        assertEquals("the handshake failed: decrypt_error(51)", pair.server.failure);
    }

    @Test
    void theCertificateWithoutItsKeyIsNotEnoughForAServer() {
        pair = new DtlsPair(Certificates.one(), stolen(Certificates.other(), Certificates.one()));
        run();

        assertNeitherConnected();
        assertEquals("the handshake failed: decrypt_error(51)", pair.client.failure);
    }

    /// The certificate of one with the key of another: all that a thief has.
    private static DtlsCertificate stolen(DtlsCertificate certificate, DtlsCertificate key) {
        try {
            return new DtlsCertificate(certificate.der(),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key.privateKeyDer())));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha1(byte[] certificate) {
        try {
            return HexFormat.ofDelimiter(":").withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void run() {
        pair.start();
        while (pair.client.transport.deadline() != Time.NEVER || pair.server.transport.deadline() != Time.NEVER) {
            pair.deliver();
            if (pair.client.failure == null || pair.server.failure == null) {
                pair.advance();
            }
        }
    }

    private void assertNeitherConnected() {
        assertEquals(DtlsState.FAILED, pair.client.transport.state());
        assertEquals(DtlsState.FAILED, pair.server.transport.state());
        assertNull(pair.client.keys);
        assertNull(pair.server.keys);
    }
}
