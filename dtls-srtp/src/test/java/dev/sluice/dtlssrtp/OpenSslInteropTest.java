package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handshakes with OpenSSL over the loopback interface, in both roles.
class OpenSslInteropTest {
    private static final DtlsCertificate OURS = Certificates.one();
    private static final DtlsCertificate THEIRS = Certificates.other();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void ourServerAndTheirClientExportTheSameKeys(SrtpProfile profile) throws IOException {
        try (UdpEnd server = new UdpEnd(DtlsRole.SERVER, OURS, THEIRS.fingerprint())) {
            server.start(0);
            try (OpenSsl client = OpenSsl.client(server.port(), withIdentity(options(profile)))) {
                server.runUntil(() -> server.keys != null && client.keyingMaterial() != null, "connected");
                assertEquals(client.keyingMaterial(),
                        hex(server.keys.remoteKey(), server.keys.localKey(), server.keys.remoteSalt(),
                                server.keys.localSalt()));
                assertEquals(profile, server.keys.profile());

                server.say("pong\n");
                client.type("ping");
                server.runUntil(() -> server.heard.toString().equals("ping\n") && client.said("pong"), "heard");
                client.type("Q");
                server.runUntil(() -> server.closed, "closed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ourClientAndTheirServerExportTheSameKeys(SrtpProfile profile) throws IOException {
        int port = OpenSsl.freePort();
        try (OpenSsl server = OpenSsl.server(port, withIdentity(options(profile, "-Verify", "1")));
                UdpEnd client = new UdpEnd(DtlsRole.CLIENT, OURS, THEIRS.fingerprint())) {
            connect(client, server, port);
            assertEquals(profile, client.keys.profile());

            client.say("ping\n");
            server.type("pong");
            client.runUntil(() -> client.heard.toString().equals("pong\n") && server.said("ping"), "heard");
        }
    }

    /// A server that checks the client's address with a cookie (HelloVerifyRequest).
    @Test
    void ourClientBringsTheCookieBack() throws IOException {
        int port = OpenSsl.freePort();
        try (OpenSsl server = OpenSsl.server(port, withIdentity(options(SrtpProfile.AEAD_AES_128_GCM, "-listen")));
                UdpEnd client = new UdpEnd(DtlsRole.CLIENT, OURS, THEIRS.fingerprint())) {
            connect(client, server, port);
        }
    }

    @Test
    void ourClientAcceptsAnRsaCertificate() throws Exception {
        Path cert = folder.resolve("rsa.pem");
        Path key = folder.resolve("rsa-key.pem");
        OpenSsl.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.toString(), "-out", cert.toString(),
                "-subj", "/CN=rsa", "-days",
                "2");
        int port = OpenSsl.freePort();
        CertificateFingerprint fingerprint = CertificateFingerprint.of("sha-256", der(Files.readString(cert)));
        try (OpenSsl server = OpenSsl.server(port,
                options(SrtpProfile.AEAD_AES_128_GCM, "-cert", cert.toString(), "-key", key.toString(), "-Verify",
                        "1"));
                UdpEnd client = new UdpEnd(DtlsRole.CLIENT, OURS, fingerprint)) {
            connect(client, server, port);
        }
    }

    @Test
    void theirFragmentsAreUnderstood() throws IOException {
        try (UdpEnd server = new UdpEnd(DtlsRole.SERVER, OURS, THEIRS.fingerprint())) {
            server.start(0);
            try (OpenSsl client = OpenSsl.client(server.port(),
                    withIdentity(options(SrtpProfile.AEAD_AES_128_GCM, "-mtu", "256")))) {
                server.runUntil(() -> server.keys != null && client.keyingMaterial() != null, "connected");
            }
        }
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws IOException {
        assertRefused("the peer has no certificate", options(SrtpProfile.AEAD_AES_128_GCM));
    }

    @Test
    void aClientWithoutSrtpIsRefused() throws IOException {
        assertRefused("the peer offers no SRTP profile of ours in use_srtp", withIdentity(new String[]{}));
    }

    @Test
    void aClientThatKnowsOnlyWeakCiphersIsRefused() throws IOException {
        assertRefused("the handshake failed: handshake_failure(40)",
                withIdentity(options(SrtpProfile.AEAD_AES_128_GCM, "-cipher", "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")));
    }

    /// OpenSSL begins one with the command R, and waits for an answer for good; we do not notice.
    @Test
    void aRenegotiationIsNotAnswered() throws IOException {
        try (UdpEnd server = new UdpEnd(DtlsRole.SERVER, OURS, THEIRS.fingerprint())) {
            server.start(0);
            try (OpenSsl client = OpenSsl.client(server.port(), withIdentity(options(SrtpProfile.AEAD_AES_128_GCM)))) {
                server.runUntil(() -> server.keys != null && client.keyingMaterial() != null, "connected");
                client.type("before");
                server.runUntil(() -> server.heard.toString().equals("before\n"), "heard");
                client.type("R");
                server.runUntil(() -> client.said("RENEGOTIATING"), "renegotiating");

                assertEquals(DtlsState.CONNECTED, server.transport.state());
                assertEquals(0, server.threads.active());
            }
        }
    }

    private void connect(UdpEnd client, OpenSsl server, int port) throws IOException {
        client.start(port);
        client.runUntil(() -> client.keys != null && server.keyingMaterial() != null, "connected");
        assertEquals(server.keyingMaterial(),
                hex(client.keys.localKey(), client.keys.remoteKey(), client.keys.localSalt(),
                        client.keys.remoteSalt()));
    }

    private void assertRefused(String reason, String... clientOptions) throws IOException {
        try (UdpEnd server = new UdpEnd(DtlsRole.SERVER, OURS, THEIRS.fingerprint())) {
            server.start(0);
            try (OpenSsl client = OpenSsl.client(server.port(), clientOptions)) {
                server.runUntil(() -> server.failure != null, "refused");
                assertTrue(server.failure.startsWith(reason), () -> server.failure + "; OpenSSL: " + client.output());
                assertNull(server.keys);
            }
        }
    }

    private String[] withIdentity(String[] options) throws IOException {
        return Stream.of(OpenSsl.identity(folder, THEIRS), options).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static String[] options(SrtpProfile profile, String... more) {
        String name = profile == SrtpProfile.AEAD_AES_128_GCM ? "SRTP_AEAD_AES_128_GCM" : "SRTP_AES128_CM_SHA1_80";
        String[] options = {"-use_srtp", name, "-keymatexportlen",
            String.valueOf(SrtpKeys.keyingMaterialLength(profile))};
        return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----.*?-----", ""));
    }

    private static String hex(byte[]... parts) {
        return HexFormat.of().withUpperCase().formatHex(Records.concat(parts));
    }
}
