package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCandidateType;
import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.IceState;
import dev.sluice.wire.UdpLoop;

/// A participant that gets as far as an ICE-validated address, by the rules, and then sends anything.
final class TestAttacker implements IceAgent.Listener {
    private static final String OFFER = TestServer.resource("sdp/chromium-recvonly-av-offer.sdp");
    private static final int AT_ONCE = 50;

    private final TestServer server;
    private final UdpLoop loop;
    private final CountDownLatch connected = new CountDownLatch(1);
    private IceAgent agent;

    TestAttacker(TestServer server, UdpLoop loop) {
        this.server = server;
        this.loop = loop;
    }

    /// Joins as a player and sends that many mutations from its validated address, in step with the server.
    void attack(String path, Mutations mutations, int packets) throws InterruptedException {
        IceCredentials own = onLoop(() -> {
            agent = HostIceAgent.factory(new InetSocketAddress("127.0.0.1", 0)).create(loop, new Random(packets), true,
                    this);
            agent.gather();
            return agent.localCredentials();
        });
        HttpResponse<String> answer = server.offer(path, OFFER
                .replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:" + own.ufrag())
                .replaceAll("a=ice-pwd:.*", "a=ice-pwd:" + own.pwd()));
        assertEquals(201, answer.statusCode(), answer.body());
        onLoop(() -> {
            agent.remote(new IceCredentials(attribute(answer.body(), "ice-ufrag"), attribute(answer.body(), "ice-pwd")),
                    true);
            agent.addRemoteCandidate(IceCandidate.host(new InetSocketAddress("127.0.0.1", server.udpPort()), 65_535));
            agent.endOfRemoteCandidates();
            return null;
        });
        assertTrue(connected.await(10, TimeUnit.SECONDS), "not connected");
        for (int sent = 0; sent < packets; sent += AT_ONCE) {
            onLoop(() -> send(mutations));
            server.states();
        }
        onLoop(() -> {
            agent.close();
            return null;
        });
        server.send("DELETE", answer.headers().firstValue("Location").orElseThrow(), null);
    }

    private Void send(Mutations mutations) {
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] packet = mutations.next();
            agent.send(packet, 0, packet.length);
        }
        return null;
    }

    private <T> T onLoop(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, loop).join();
    }

    private static String attribute(String sdp, String name) {
        return sdp.lines().filter(line -> line.startsWith("a=" + name + ":")).findFirst().orElseThrow()
                .substring(name.length() + 3);
    }

    @Override
    public void onStateChange(IceState state) {
        if (state == IceState.CONNECTED || state == IceState.COMPLETED) {
            connected.countDown();
        }
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {}

    @Override
    public void onGatheringComplete() {}

    @Override
    public void onPacket(byte[] bytes, int offset, int length, long now) {}
}
