package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sluice.dtlssrtp.DtlsCertificate;

class HttpsTest {
    @TempDir
    Path folder;

    @Test
    void aCertificateMadeAtStartServesHttps() throws IOException, GeneralSecurityException {
        try (TestServer server = TestServer.start("--tls", "self-signed", "--workers", "1")) {
            assertEquals("https://localhost:" + server.server.httpPort() + "/", server.server.url());
            HttpsURLConnection connection = connect(server);

            assertEquals(200, connection.getResponseCode());
        }
    }

    @Test
    void aCertificateOfTheOperatorServesHttps() throws IOException, GeneralSecurityException {
        DtlsCertificate certificate = DtlsCertificate.generate();
        String chain = Files.writeString(folder.resolve("chain.pem"), certificate.certificatePem()).toString();
        String key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPem()).toString();
        try (TestServer server = TestServer.start("--tls-certificate", chain, "--tls-key", key, "--workers", "1")) {
            HttpsURLConnection connection = connect(server);

            assertEquals(200, connection.getResponseCode());
            Certificate expected = CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII)));
            assertEquals(expected, connection.getServerCertificates()[0]);
        }
    }

    private static HttpsURLConnection connect(TestServer server) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new AnyCertificate()}, null);
        HttpsURLConnection connection = (HttpsURLConnection) URI.create(server.server.url()).resolve("/health").toURL()
                .openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((_, _) -> true);
        return connection;
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
