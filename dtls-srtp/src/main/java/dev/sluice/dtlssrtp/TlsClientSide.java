package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;

/// The DTLS client.
final class TlsClientSide extends TlsSide {
    TlsClientSide(DtlsCertificate own, List<CertificateFingerprint> expected) {
        super(DtlsRole.CLIENT, own, expected);
    }

    @Override
    DTLSTransport handshake(DatagramTransport transport) throws IOException {
        return new DTLSClientProtocol().connect(new Client(), transport);
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(CRYPTO);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() { return VERSIONS; }

        @Override
        protected int[] getSupportedCipherSuites() { return CLIENT_CIPHER_SUITES; }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector getSupportedGroups(Vector roles) {
            Vector<Integer> groups = new Vector<>();
            for (int group : GROUPS) {
                groups.add(group);
            }
            return groups;
        }

        @Override
        @SuppressWarnings("rawtypes")
        protected Vector getSupportedSignatureAlgorithms() { return signatureAlgorithms(); }

        @Override
        protected CertificateStatusRequest getCertificateStatusRequest() { return null; }

        @Override
        public int getHandshakeResendTimeMillis() { return RESEND_MILLIS; }

        @Override
        public boolean requiresExtendedMasterSecret() {
            return true;
        }

        /// Nobody trusts the signature on a certificate that is known by its fingerprint.
        @Override
        public boolean shouldCheckSigAlgOfPeerCerts() {
            return false;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            offerProfiles(extensions);
            return extensions;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public void processServerExtensions(Hashtable extensions) throws IOException {
            super.processServerExtensions(extensions);
            acceptProfile(TlsSRTPUtils.getUseSRTPExtension(extensions));
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    requireExpected(certificate.getCertificate());
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return credentials(context);
                }
            };
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            exportKeys(context);
        }
    }
}
