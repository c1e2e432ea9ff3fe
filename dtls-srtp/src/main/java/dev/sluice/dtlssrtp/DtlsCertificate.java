package dev.sluice.dtlssrtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A self-signed certificate with its private key: ECDSA on P-256, as RFC 8827 wants it.
///
/// Nobody checks who signed it; the peer compares its fingerprint with the one that came by signaling. One certificate serves any number of
/// transports. Immutable, any thread.
///
/// @rfc 8827 6.5 Communications Security
public final class DtlsCertificate {
    private static final Duration VALIDITY = Duration.ofDays(365);
    /// Clocks of peers may be behind ours.
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final AlgorithmIdentifier ECDSA_WITH_SHA256 = new AlgorithmIdentifier(
            X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final byte[] certificate;
    private final PrivateKey privateKey;
    private final CertificateFingerprint fingerprint;

    /// The two are taken to belong together.
    DtlsCertificate(byte[] certificate, PrivateKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.fingerprint = CertificateFingerprint.of("sha-256", certificate);
    }

    /// A new key and a certificate for it, valid for a year. Takes some milliseconds: not on a loop.
    public static DtlsCertificate generate() {
        SecureRandom random = new SecureRandom();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new DtlsCertificate(selfSigned(pair, new BigInteger(64, random).setBit(62), Instant.now()),
                    pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK cannot make a P-256 certificate", e);
        }
    }

    /// Reads back what [#certificatePem] and [#privateKeyPem] gave, or what `openssl` wrote: an X.509 certificate and its EC key on P-256 in PKCS #8.
    ///
    /// @throws IllegalArgumentException when they cannot be read or do not belong together
    public static DtlsCertificate fromPem(String certificatePem, String privateKeyPem) {
        try {
            byte[] certificate = decodePem(certificatePem, "CERTIFICATE");
            X509Certificate parsed = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate));
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(decodePem(privateKeyPem, "PRIVATE KEY")));
            requirePair(parsed, key);
            return new DtlsCertificate(certificate, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a certificate with its EC key: " + e.getMessage(), e);
        }
    }

    /// The SHA-256 fingerprint, for `a=fingerprint`.
    public CertificateFingerprint fingerprint() {
        return fingerprint;
    }

    public String certificatePem() {
        return encodePem("CERTIFICATE", certificate);
    }

    /// The private key in PKCS #8. Keep it as you would a password.
    public String privateKeyPem() {
        return encodePem("PRIVATE KEY", privateKey.getEncoded());
    }

    byte[] der() {
        return certificate;
    }

    byte[] privateKeyDer() {
        return privateKey.getEncoded();
    }

    @Override
    public String toString() {
        return "DtlsCertificate[" + fingerprint + "]";
    }

    private static byte[] selfSigned(KeyPair pair, BigInteger serial, Instant now)
            throws GeneralSecurityException, IOException {
        X500Name name = new X500Name("CN=Sluice");
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serial));
        generator.setSignature(ECDSA_WITH_SHA256);
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(now.minus(BACKDATED))));
        generator.setEndDate(new Time(Date.from(now.plus(VALIDITY))));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        TBSCertificate unsigned = generator.generateTBSCertificate();

        ASN1EncodableVector signed = new ASN1EncodableVector();
        signed.add(unsigned);
        signed.add(ECDSA_WITH_SHA256);
        signed.add(new DERBitString(sign(pair.getPrivate(), unsigned.getEncoded("DER"))));
        return new DERSequence(signed).getEncoded("DER");
    }

    private static byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    private static void requirePair(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!(key instanceof ECPrivateKey ec) || ec.getParams().getCurve().getField().getFieldSize() != 256) {
            throw new IllegalArgumentException("the key is not on P-256, the only curve every WebRTC peer accepts");
        }
        byte[] probe = {1};
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(probe);
        if (!verifier.verify(sign(key, probe))) {
            throw new IllegalArgumentException("the private key is not that of the certificate");
        }
    }

    private static String encodePem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /// The first block of that label.
    private static byte[] decodePem(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no \"" + begin + "\" block in the PEM text");
        }
        return Base64.getMimeDecoder()
                .decode(pem.substring(start + begin.length(), end).getBytes(StandardCharsets.US_ASCII));
    }
}
