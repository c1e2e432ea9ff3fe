package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    static {
        // ice4j reads it once, so all tests in one JVM have to agree: see Ice4jAgentTest
        System.setProperty("ice4j.consent-freshness.interval", "200 milliseconds");
    }

    @TempDir
    static Path directory;
    private static SSLContext tls;

    private final NioUdpLoop loop = NioUdpLoop.start();
    private final Random random = new Random(5);
    private TurnServer server;
    private InetSocketAddress udp;
    private NioTurnListener tcp;
    private NioTurnListener secure;
    private Peer one;
    private Peer two;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = directory.resolve("turn.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "turn", "-keyalg", "EC", "-dname",
                "CN=turn", "-ext", "san=dns:turn.example", "-storetype", "PKCS12", "-storepass", "changeit",
                "-keystore", file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        tls = context(file);
    }

    private static SSLContext context(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("turn", store.getCertificate("turn"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @BeforeEach
    void listen() throws Exception {
        onLoop(() -> {
            TurnSettings settings = TurnSettings.of("sluice", TurnUsers.of(Map.of("user", "secret")),
                    new RelayAddress(ADDRESS, ADDRESS)).withPeers(PeerRules.PUBLIC_INTERNET.allowing("127.0.0.1"));
            server = new TurnServer(loop, settings, random);
            udp = server.listen(LOOPBACK);
            return null;
        });
        tcp = NioTurnListener.tcp(loop, server, LOOPBACK);
        secure = NioTurnListener.tls(loop, server, LOOPBACK, tls);
    }

    @AfterEach
    void close() throws Exception {
        onLoop(() -> {
            for (Peer peer : new Peer[]{one, two}) {
                if (peer != null) {
                    peer.agent.close();
                }
            }
            return null;
        });
        tcp.close();
        secure.close();
        loop.close();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void relaysOverEveryTransport(Transport transport) throws Exception {
        IceSettings relayOnly = relayOnly(transport, "turn.example");
        connect(FullIceAgent.factory(relayOnly), HostIceAgent.factory(LOOPBACK));
        talkBothWays(200);
        assertEquals(IceCandidateType.RELAYED, onLoop(() -> one.agent.selectedPair().orElseThrow().local().type()));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ice4jIsReachedThroughARelayOverEveryTransport(Transport transport) throws Exception {
        connect(FullIceAgent.factory(relayOnly(transport, "turn.example")),
                Ice4jAgent.factory(List.of(LOOPBACK), List.of()));
        talkBothWays(20);
    }

    @Test
    void bothOverTlsOnTheSameServer() throws Exception {
        IceSettings relayOnly = relayOnly(Transport.TLS, "turn.example");
        connect(FullIceAgent.factory(relayOnly), FullIceAgent.factory(relayOnly));
        talkBothWays(200);
        onLoop(() -> {
            one.agent.close();
            two.agent.close();
            return null;
        });
        await(() -> server.allocations().isEmpty());
    }

    @Test
    void aServerWhoseCertificateIsForAnotherNameGetsNoPassword() throws Exception {
        one = onLoop(() -> new Peer(FullIceAgent.factory(relayOnly(Transport.TLS, "other.example")), loop, random,
                true));
        onLoop(() -> {
            one.agent.gather();
            return null;
        });
        await(() -> one.gathered);
        assertTrue(one.candidates.isEmpty());
    }

    private IceSettings relayOnly(Transport transport, String name) throws IOException {
        InetAddress named = InetAddress.getByAddress(name, ADDRESS.getAddress());
        InetSocketAddress address = switch (transport) {
            case UDP -> udp;
            case TCP -> tcp.localAddress();
            case TLS -> new InetSocketAddress(named, secure.localAddress().getPort());
        };
        return IceSettings.hosts(LOOPBACK).withServers(IceServer.turn(transport, address, "user", "secret"))
                .withPolicy(IceTransportPolicy.RELAY).withTls(tls);
    }

    private void connect(IceAgent.Factory first, IceAgent.Factory second) throws Exception {
        onLoop(() -> {
            one = new Peer(first, loop, random, true);
            two = new Peer(second, loop, random, false);
            Peer.connect(one, two);
            return null;
        });
        await(() -> one.isConnected() && two.isConnected());
    }

    private void talkBothWays(int packets) throws Exception {
        for (int i = 1; i <= packets; i++) {
            int soFar = i;
            onLoop(() -> {
                one.say("hello " + soFar);
                two.say("hi " + soFar);
                return null;
            });
            await(() -> one.received == soFar && two.received == soFar);
        }
        assertEquals("hi " + packets, onLoop(() -> one.packets.getLast()));
        assertEquals("hello " + packets, onLoop(() -> two.packets.getLast()));
    }

    private void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!onLoop(condition::getAsBoolean)) {
            assertTrue(System.nanoTime() < end,
                    () -> "states " + one.states + " and " + (two == null ? "" : two.states));
            CompletableFuture<Void> moment = new CompletableFuture<>();
            loop.execute(() -> loop.schedule(loop.now() + 1_000_000, () -> moment.complete(null)));
            moment.get(10, TimeUnit.SECONDS);
        }
    }

    private <T> T onLoop(Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }
}
