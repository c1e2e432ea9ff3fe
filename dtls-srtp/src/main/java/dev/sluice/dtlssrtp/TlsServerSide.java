package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;

import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;

/// The DTLS server: asks for the client's certificate and insists on it.
final class TlsServerSide extends TlsSide {
    TlsServerSide(DtlsCertificate own, List<CertificateFingerprint> expected) {
        super(DtlsRole.SERVER, own, expected);
    }

    @Override
    DTLSTransport handshake(DatagramTransport transport) throws IOException {
        return new DTLSServerProtocol().accept(new Server(), transport);
    }

    private final class Server extends DefaultTlsServer {
        Server() {
            super(CRYPTO);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() { return VERSIONS; }

        @Override
        protected int[] getSupportedCipherSuites() { return ECDSA_CIPHER_SUITES; }

        @Override
        protected boolean preferLocalCipherSuites() {
            return true;
        }

        /// The first of ours that the client knows. The library would take any curve it can compute, however slow.
        @Override
        protected int selectECDH(int minimumCurveBits) {
            int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
            for (int group : GROUPS) {
                if (contains(offered, group) && NamedGroup.getCurveBits(group) >= minimumCurveBits) {
                    return group;
                }
            }
            return -1;
        }

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
        protected boolean allowCertificateStatus() {
            return false;
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException { return credentials(context); }

        @Override
        @SuppressWarnings("rawtypes")
        public void processClientExtensions(Hashtable extensions) throws IOException {
            super.processClientExtensions(extensions);
            maxFragmentLengthOffered = -1; // a limit for small devices, which the guard does not know
            chooseProfile(TlsSRTPUtils.getUseSRTPExtension(extensions));
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Hashtable getServerExtensions() throws IOException {
            Hashtable extensions = super.getServerExtensions();
            answerProfile(extensions);
            return extensions;
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
            return new CertificateRequest(types, signatureAlgorithms(), new Vector<>());
        }

        @Override
        public void notifyClientCertificate(Certificate chain) throws IOException {
            requireExpected(chain);
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            exportKeys(context);
        }

        private static boolean contains(int[] offered, int group) {
            return offered == null
                    ? group == NamedGroup.secp256r1
                    : Arrays.stream(offered).anyMatch(candidate -> candidate == group);
        }
    }
}
