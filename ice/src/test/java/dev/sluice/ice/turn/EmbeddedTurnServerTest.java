package dev.sluice.ice.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.FullIceAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCandidateType;
import dev.sluice.ice.IceServer;
import dev.sluice.ice.IceServer.Transport;
import dev.sluice.ice.IceSettings;
import dev.sluice.ice.IceState;
import dev.sluice.ice.IceTransportPolicy;
import dev.sluice.ice.NioUdpLoop;

/// The code of the README is an example class here, word for word, and runs.
class EmbeddedTurnServerTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void theExampleGivesOurAgentARelayOverUdpAndTcp() throws Exception {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, LOOPBACK)) {
            port = free.getLocalPort();
        }
        try (NioUdpLoop loop = NioUdpLoop.start()) {
            EmbeddedTurnServer.start(loop, LOOPBACK, port);
            TurnCredentials credentials = EmbeddedTurnServer.credentialsFor("alice");
            for (Transport transport : new Transport[]{Transport.UDP, Transport.TCP}) {
                IceServer server = IceServer.turn(transport, new InetSocketAddress(LOOPBACK, port),
                        credentials.username(), credentials.password());
                IceCandidate relay = firstCandidate(loop, server).get(20, TimeUnit.SECONDS);
                assertEquals(IceCandidateType.RELAYED, relay.type());
                assertTrue(relay.address().getPort() >= 49_152);
            }
        }
    }

    @Test
    void theReadmeShowsTheExampleAsItIs() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/sluice/ice/turn/EmbeddedTurnServer.java"));
        String example = source.substring(source.indexOf("final class"));
        assertTrue(Files.readString(Path.of("README.md")).contains(example), "copy EmbeddedTurnServer into README.md");
    }

    private static CompletableFuture<IceCandidate> firstCandidate(NioUdpLoop loop, IceServer server) {
        CompletableFuture<IceCandidate> first = new CompletableFuture<>();
        IceSettings settings = IceSettings.hosts(new InetSocketAddress(LOOPBACK, 0)).withServers(server)
                .withPolicy(IceTransportPolicy.RELAY);
        loop.execute(() -> FullIceAgent.factory(settings)
                .create(loop, new SecureRandom(), true, new FirstCandidate(first)).gather());
        return first;
    }

    private record FirstCandidate(CompletableFuture<IceCandidate> future) implements IceAgent.Listener {
        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            future.complete(candidate);
        }

        @Override
        public void onGatheringComplete() {}

        @Override
        public void onStateChange(IceState state) {}

        @Override
        public void onPacket(byte[] bytes, int offset, int length, long now) {}
    }
}
