package dev.sluice.ice.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sluice.ice.NioUdpLoop;

/// The clients that come with coturn (package `coturn`), on real sockets of this machine.
class CoturnToolsTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final InetSocketAddress ANY_PORT = World.address(LOOPBACK, 0);
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    Path directory;
    private final NioUdpLoop loop = NioUdpLoop.start();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(loop));
    private TurnServer server;
    private int udp;
    private int tcp;
    private int tls;
    private int peer;

    @BeforeEach
    void start() throws Exception {
        udp = onLoop(() -> {
            TurnSettings settings = TurnSettings.of(World.REALM, World.USERS, World.relay(LOOPBACK))
                    .withPeers(PeerRules.PUBLIC_INTERNET.allowing(LOOPBACK)).withLegacyChannels()
                    .withLimits(TurnLimits.DEFAULT.withAllocationsPerUser(100));
            server = new TurnServer(loop, settings, new SecureRandom());
            return server.listen(ANY_PORT);
        }).getPort();
        tcp = opened(NioTurnListener.tcp(loop, server, ANY_PORT)).localAddress().getPort();
        tls = opened(NioTurnListener.tls(loop, server, ANY_PORT, certificate())).localAddress().getPort();
        peer = freePort();
        opened(run("turnutils_peer", "-L", LOOPBACK, "-p", "" + peer)::destroy);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable next : open.reversed()) {
            next.close();
        }
    }

    @Test
    void stunclientLearnsItsAddress() throws Exception {
        assertTrue(
                output(run("turnutils_stunclient", "-p", "" + udp, LOOPBACK)).contains("reflexive addr: " + LOOPBACK));
    }

    /// Each sends 10 messages on each of two paths to the peer and back. `-y`: the clients are each other's peers.
    @Test
    void uclientLosesNothingOnAnyWay() throws Exception {
        Map<String, Process> runs = new LinkedHashMap<>();
        for (String way : List.of("-p UDP", "-p UDP -s", "-p UDP -g", "-p UDP -y", "-p TCP -t", "-p TCP -t -s",
                "-p TCP -t -y", "-p TLS -t -S", "-p TLS -t -S -s")) {
            runs.put(way, uclient("wonderland", way));
        }
        for (Map.Entry<String, Process> run : runs.entrySet()) {
            String output = output(run.getValue());
            assertTrue(output.contains("tot_send_msgs=20, tot_recv_msgs=20"), () -> run.getKey() + "\n" + output);
            assertTrue(output.contains("Total lost packets 0 "), () -> run.getKey() + "\n" + output);
            assertEquals(0, run.getValue().waitFor(), run.getKey());
        }
        TurnCounters counters = onLoop(server::counters);
        assertEquals(0, counters.get(TurnOutcome.NO_PERMISSION) + counters.get(TurnOutcome.MALFORMED));
    }

    @Test
    void uclientIsRefusedWithAWrongPassword() throws Exception {
        Process refused = uclient("looking glass", "-p UDP");
        assertTrue(output(refused).contains("Cannot complete Allocation"));
    }

    private Process uclient(String password, String way) throws IOException {
        String ports = way.replace("UDP", "" + udp).replace("TCP", "" + tcp).replace("TLS", "" + tls);
        List<String> command = new ArrayList<>(List.of("turnutils_uclient", "-u", "alice", "-w", password, "-e",
                LOOPBACK, "-r", "" + peer, "-n", "10", "-m", "2", "-c"));
        command.addAll(List.of(ports.split(" ")));
        command.add(LOOPBACK);
        return run(command.toArray(String[]::new));
    }

    private Process run(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile()).start();
    }

    /// All that the program says until it ends.
    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    /// Of our own making; the client does not ask who signed it.
    private SSLContext certificate() throws Exception {
        Path store = directory.resolve("turn.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = run(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-alias", "turn", "-dname", "CN=turn",
                "-keystore", store.toString(), "-storepass", STORE_PASSWORD);
        assertEquals(0, made.waitFor(), output(made));
        KeyStore keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }
}
