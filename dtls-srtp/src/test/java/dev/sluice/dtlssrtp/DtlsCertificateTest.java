package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DtlsCertificateTest {
    @TempDir
    Path folder;

    @Test
    void isSelfSignedOnP256AndValidNow() throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(DtlsCertificate.generate().der()));

        certificate.checkValidity();
        certificate.verify(certificate.getPublicKey());
        assertEquals(3, certificate.getVersion());
        assertEquals("SHA256withECDSA", certificate.getSigAlgName());
        assertEquals(256, ((ECPublicKey) certificate.getPublicKey()).getParams().getCurve().getField().getFieldSize());
        assertTrue(certificate.getSerialNumber().signum() > 0);
    }

    @Test
    void everyOneIsAnother() {
        assertNotEquals(DtlsCertificate.generate().fingerprint(), DtlsCertificate.generate().fingerprint());
    }

    @Test
    void comesBackFromPem() {
        DtlsCertificate certificate = DtlsCertificate.generate();
        DtlsCertificate read = DtlsCertificate.fromPem(certificate.certificatePem(), certificate.privateKeyPem());

        assertArrayEquals(certificate.der(), read.der());
        assertArrayEquals(certificate.privateKeyDer(), read.privateKeyDer());
        assertEquals(certificate.fingerprint(), read.fingerprint());
    }

    @Test
    void readsWhatOpensslWrote() throws Exception {
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        OpenSsl.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                key.toString(), "-out",
                cert.toString(), "-subj", "/CN=x", "-days", "2");

        DtlsCertificate certificate = DtlsCertificate.fromPem(Files.readString(cert), Files.readString(key));

        assertEquals("sha-256", certificate.fingerprint().algorithm());
        assertEquals(95, certificate.fingerprint().value().length());
    }

    @Test
    void otherKeysAreRefusedWithAReason() throws Exception {
        DtlsCertificate one = Certificates.one();
        DtlsCertificate other = Certificates.other();
        assertRefused("the private key is not that of the certificate", one.certificatePem(), other.privateKeyPem());
        assertRefused("no \"-----BEGIN CERTIFICATE-----\" block in the PEM text", one.privateKeyPem(),
                one.privateKeyPem());
        assertRefused("no \"-----BEGIN PRIVATE KEY-----\" block in the PEM text", one.certificatePem(),
                one.certificatePem());

        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        OpenSsl.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1", "-nodes", "-keyout",
                key.toString(), "-out",
                cert.toString(), "-subj", "/CN=x");
        assertRefused("the key is not on P-256, the only curve every WebRTC peer accepts", Files.readString(cert),
                Files.readString(key));
    }

    @Test
    void theKeyIsNotPrinted() {
        assertFalse(Certificates.one().toString().contains("PRIVATE"));
    }

    @Test
    void aFingerprintMatchesItsCertificateOnly() {
        byte[] one = Certificates.one().der();
        byte[] other = Certificates.other().der();
        for (String algorithm : new String[]{"sha-256", "SHA-384", "sha-512"}) {
            CertificateFingerprint fingerprint = CertificateFingerprint.of(algorithm, one);
            assertTrue(fingerprint.matches(one));
            assertFalse(fingerprint.matches(other));
            CertificateFingerprint inLowerCase = new CertificateFingerprint(algorithm,
                    fingerprint.value().toLowerCase(Locale.ROOT));
            assertTrue(inLowerCase.matches(one));
            CertificateFingerprint cut = new CertificateFingerprint(algorithm, fingerprint.value().substring(0, 47));
            assertFalse(cut.matches(one));
            assertFalse(new CertificateFingerprint(algorithm, "").matches(one));
        }
    }

    @Test
    void weakAndUnknownHashesMatchNothing() {
        byte[] empty = "".getBytes(StandardCharsets.US_ASCII);
        assertFalse(
                new CertificateFingerprint("md5", "D4:1D:8C:D9:8F:00:B2:04:E9:80:09:98:EC:F8:42:7E").matches(empty));
        assertFalse(new CertificateFingerprint("sha-1", "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09")
                .matches(empty));
        assertFalse(new CertificateFingerprint("sha-3", "00").matches(empty));
        assertThrows(IllegalArgumentException.class, () -> CertificateFingerprint.of("md5", empty));
    }

    private static void assertRefused(String message, String certificatePem, String privateKeyPem) {
        var refusal = assertThrows(IllegalArgumentException.class,
                () -> DtlsCertificate.fromPem(certificatePem, privateKeyPem));
        assertEquals(message, refusal.getMessage());
    }
}
