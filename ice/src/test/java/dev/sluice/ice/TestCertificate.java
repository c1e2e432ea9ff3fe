package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for [#NAME], and TLS that shows it and trusts nobody else.
record TestCertificate(KeyStore store, SSLContext tls) {
    static final String NAME = "turn.example";

    private static final String ALIAS = "turn";
    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestCertificate make(Path directory) throws Exception {
        Path file = directory.resolve("turn.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname",
                "CN=turn", "-ext", "san=dns:" + NAME, "-storetype", "PKCS12", "-storepass", new String(PASSWORD),
                "-keystore", file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestCertificate(store, context(store));
    }

    /// Loopback under the name that the certificate is, or is not, for.
    static InetAddress loopback(String name) throws IOException {
        return InetAddress.getByAddress(name, new byte[]{127, 0, 0, 1});
    }

    Path certificatePem(Path directory) throws Exception {
        return pem(directory, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    Path keyPem(Path directory) throws Exception {
        return pem(directory, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
    }

    private static Path pem(Path directory, String what, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
        return Files.writeString(directory.resolve(what.replace(' ', '-') + ".pem"), text);
    }

    private static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
