package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.ice.IceServer.Transport;

/// Our TURN client with the server of coturn (package `coturn`), on real sockets of this machine. Its nonces are stale after a second.
class CoturnServerTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    @TempDir
    Path directory;
    private final TestLoop test = new TestLoop();
    private TestCertificate certificate;
    private Process coturn;
    private int port;
    private int tlsPort;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make(directory);
        port = freePort();
        tlsPort = freePort();
        coturn = new ProcessBuilder("turnserver", "-n", "--no-cli", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
                "--listening-port=" + port, "--tls-listening-port=" + tlsPort, "--lt-cred-mech", "--user=user:secret",
                "--realm=coturn", "--stale-nonce=1", "--allow-loopback-peers", "--log-file=stdout", "--simple-log",
                "--pidfile=" + directory.resolve("pid"), "--userdb=" + directory.resolve("db"),
                "--cert=" + certificate.certificatePem(directory), "--pkey=" + certificate.keyPem(directory))
                .redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
        coturn.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysOverEveryTransport(Transport transport) throws Exception {
        awaitListening();
        Peer[] both = test.connect(relayOnly(transport), HostIceAgent.factory(LOOPBACK));
        test.talkBothWays(both, 200);
        IceCandidatePair pair = test.call(() -> both[0].agent.selectedPair().orElseThrow());
        assertEquals(IceCandidateType.RELAYED, pair.local().type());
    }

    @Test
    void twoRelaysMeetOnTheServer() throws Exception {
        awaitListening();
        test.talkBothWays(test.connect(relayOnly(Transport.UDP), relayOnly(Transport.TLS)), 200);
    }

    private IceAgent.Factory relayOnly(Transport transport) throws IOException {
        InetAddress address = TestCertificate.loopback(TestCertificate.NAME);
        InetSocketAddress server = new InetSocketAddress(address, transport == Transport.TLS ? tlsPort : port);
        return FullIceAgent.factory(IceSettings.hosts(LOOPBACK)
                .withServers(IceServer.turn(transport, server, "user", "secret"))
                .withPolicy(IceTransportPolicy.RELAY).withTls(certificate.tls()));
    }

    /// The listener for TLS is opened last.
    private void awaitListening() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!isListening()) {
            assertFalse(coturn.waitFor(20, TimeUnit.MILLISECONDS), "coturn has ended: is its package installed?");
            assertTrue(System.nanoTime() < end, "coturn does not listen");
        }
    }

    private boolean isListening() {
        try (Socket probe = new Socket(LOOPBACK.getAddress(), tlsPort)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
