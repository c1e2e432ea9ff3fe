package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.ice.IceServer.Transport;
import dev.sluice.ice.turn.NioTurnListener;
import dev.sluice.ice.turn.PeerRules;
import dev.sluice.ice.turn.RelayAddress;
import dev.sluice.ice.turn.TurnServer;
import dev.sluice.ice.turn.TurnSettings;
import dev.sluice.ice.turn.TurnUsers;

/// Our agent, our TURN server and ice4j on real loopback sockets, over UDP, TCP and TLS.
class TurnOverStreamsTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(ADDRESS, 0);

    static {
        // ice4j reads it once, so all tests in one JVM have to agree: see Ice4jAgentTest
        System.setProperty("ice4j.consent-freshness.interval", "200 milliseconds");
    }

    @TempDir
    static Path directory;
    private static TestCertificate certificate;

    private final TestLoop test = new TestLoop();
    private TurnServer server;
    private InetSocketAddress udp;
    private NioTurnListener tcp;
    private NioTurnListener tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make(directory);
    }

    @BeforeEach
    void listen() throws Exception {
        udp = test.call(() -> {
            TurnSettings settings = TurnSettings.of("sluice", TurnUsers.of(Map.of("user", "secret")),
                    new RelayAddress(ADDRESS, ADDRESS)).withPeers(PeerRules.PUBLIC_INTERNET.allowing("127.0.0.1"));
            server = new TurnServer(test.loop, settings, new SecureRandom());
            return server.listen(LOOPBACK);
        });
        tcp = NioTurnListener.tcp(test.loop, server, LOOPBACK);
        tls = NioTurnListener.tls(test.loop, server, LOOPBACK, certificate.tls());
    }

    @AfterEach
    void close() throws Exception {
        tcp.close();
        tls.close();
        test.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysOverEveryTransport(Transport transport) throws Exception {
        Peer[] both = test.connect(relayOnly(transport, TestCertificate.NAME), HostIceAgent.factory(LOOPBACK));
        test.talkBothWays(both, 200);
        IceCandidatePair pair = test.call(() -> both[0].agent.selectedPair().orElseThrow());
        assertEquals(IceCandidateType.RELAYED, pair.local().type());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ice4jIsReachedThroughARelayOverEveryTransport(Transport transport) throws Exception {
        test.talkBothWays(test.connect(relayOnly(transport, TestCertificate.NAME),
                Ice4jAgent.factory(List.of(LOOPBACK), List.of())), 20);
    }

    @Test
    void bothOverTlsOnTheSameServerWhichHasEverythingBackInTheEnd() throws Exception {
        IceAgent.Factory relayOnly = relayOnly(Transport.TLS, TestCertificate.NAME);
        Peer[] both = test.connect(relayOnly, relayOnly);
        test.talkBothWays(both, 200);
        test.run(() -> {
            both[0].agent.close();
            both[1].agent.close();
        });
        test.await(() -> server.allocations().isEmpty());
    }

    @Test
    void aServerWhoseCertificateIsForAnotherNameGetsNoCredentials() throws Exception {
        Peer peer = test.call(() -> test.peer(relayOnly(Transport.TLS, "other.example"), true));
        test.run(peer.agent::gather);
        test.await(() -> peer.gathered);
        assertTrue(peer.candidates.isEmpty());
    }

    private IceAgent.Factory relayOnly(Transport transport, String name) throws IOException {
        InetSocketAddress address = switch (transport) {
            case UDP -> udp;
            case TCP -> tcp.localAddress();
            case TLS -> new InetSocketAddress(TestCertificate.loopback(name), tls.localAddress().getPort());
        };
        return FullIceAgent.factory(IceSettings.hosts(LOOPBACK)
                .withServers(IceServer.turn(transport, address, "user", "secret"))
                .withPolicy(IceTransportPolicy.RELAY).withTls(certificate.tls()));
    }
}
