package dev.sluice.peerconnection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.ice.Ice4jAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.sdp.Direction;

/// The same connections on real sockets, loops and threads, over loopback.
@Timeout(60)
class RealSocketsTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final IceAgent.Factory HOST = HostIceAgent.factory(LOOPBACK);
    private static final IceAgent.Factory ICE4J = Ice4jAgent.factory(List.of(LOOPBACK), List.of());
    private static final int PACKETS = 2_000;

    @Test
    void packetsFlowBetweenTwoOfOurAgents() throws InterruptedException {
        packetsFlow(HOST, HOST);
    }

    @Test
    void packetsFlowFromIce4jToOurs() throws InterruptedException {
        packetsFlow(ICE4J, HOST);
    }

    @Test
    void packetsFlowFromOursToIce4j() throws InterruptedException {
        packetsFlow(HOST, ICE4J);
    }

    @Test
    void closingTheFactoryEndsItsThreads() throws InterruptedException {
        long before = loops();
        packetsFlow(HOST, HOST);

        assertEquals(before, loops());
    }

    private static void packetsFlow(IceAgent.Factory callers, IceAgent.Factory callees) throws InterruptedException {
        try (PeerConnectionFactory callerFactory = factory(callers);
                PeerConnectionFactory calleeFactory = factory(callees)) {
            PeerConnection caller = callerFactory.create();
            PeerConnection callee = calleeFactory.create();
            CompletableFuture<Void> connected = CompletableFuture.allOf(whenConnected(caller), whenConnected(callee));
            RtpSender sender = caller.addTransceiver("video", Direction.SENDONLY).sender();
            List<Integer> received = new CopyOnWriteArrayList<>();
            CountDownLatch all = new CountDownLatch(PACKETS);
            callee.onTrack(track -> track.receiver().onPacket(packet -> {
                received.add(ByteBuffer.wrap(packet.bytes()).getInt(packet.payloadOffset()));
                all.countDown();
            }));

            connect(caller, callee);
            connected.orTimeout(20, SECONDS).join();
            IntStream.range(0, PACKETS).forEach(number -> TwoPeers.send(sender, number));

            all.await(20, SECONDS);
            assertEquals(IntStream.range(0, PACKETS).boxed().toList(), received);
            caller.close();
            callee.close();
        }
    }

    private static PeerConnectionFactory factory(IceAgent.Factory agents) {
        return PeerConnectionFactory.builder().ice(agents).build();
    }

    /// Candidates and answers come on the loops' threads, and are handed on from there.
    private static void connect(PeerConnection caller, PeerConnection callee) {
        CompletableFuture<Void> calleeKnows = new CompletableFuture<>();
        CompletableFuture<Void> callerKnows = new CompletableFuture<>();
        caller.onIceCandidate(candidate -> calleeKnows.thenRun(() -> callee.addIceCandidate(candidate)));
        callee.onIceCandidate(candidate -> callerKnows.thenRun(() -> caller.addIceCandidate(candidate)));
        caller.createOffer()
                .thenCompose(
                        offer -> caller.setLocalDescription(offer).thenCompose(_ -> callee.setRemoteDescription(offer)))
                .thenRun(() -> calleeKnows.complete(null)).thenCompose(_ -> callee.createAnswer())
                .thenCompose(answer -> callee.setLocalDescription(answer)
                        .thenCompose(_ -> caller.setRemoteDescription(answer)))
                .thenRun(() -> callerKnows.complete(null)).orTimeout(10, SECONDS).join();
    }

    private static CompletableFuture<Void> whenConnected(PeerConnection peer) {
        CompletableFuture<Void> connected = new CompletableFuture<>();
        peer.onConnectionStateChange(state -> {
            if (state == PeerConnectionState.CONNECTED) {
                connected.complete(null);
            }
        });
        return connected;
    }

    private static long loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sluice-udp-loop")).count();
    }
}
