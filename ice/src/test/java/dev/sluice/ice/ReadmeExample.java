package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

import dev.sluice.wire.UdpLoop;

final class ReadmeExample implements IceAgent.Listener {
    private final CompletableFuture<String> received;
    private final IceAgent agent;
    private ReadmeExample peer;

    private ReadmeExample(UdpLoop loop, boolean controlling, CompletableFuture<String> received) {
        this.received = received;
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        this.agent = HostIceAgent.factory(anyPort).create(loop, new SecureRandom(), controlling, this);
    }

    /// Two agents of one program find each other, and one says hello.
    static CompletableFuture<String> run() {
        CompletableFuture<String> received = new CompletableFuture<>();
        NioUdpLoop loop = NioUdpLoop.start();
        loop.execute(() -> {
            ReadmeExample alice = new ReadmeExample(loop, true, received);
            ReadmeExample bob = new ReadmeExample(loop, false, received);
            alice.meet(bob);
            bob.meet(alice);
        });
        return received.whenComplete((_, _) -> loop.close());
    }

    /// What signaling would carry: credentials, and candidates as they are found.
    private void meet(ReadmeExample other) {
        peer = other;
        agent.remote(other.agent.localCredentials(), false);
        agent.gather();
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        peer.agent.addRemoteCandidate(candidate);
    }

    @Override
    public void onGatheringComplete() {
        peer.agent.endOfRemoteCandidates();
    }

    @Override
    public void onStateChange(IceState state) {
        if (state == IceState.COMPLETED) {
            byte[] hello = "hello".getBytes(UTF_8); // anything whose first byte is not STUN's (0 to 3)
            agent.send(hello, 0, hello.length);
        }
    }

    @Override
    public void onPacket(byte[] bytes, int offset, int length, long now) {
        received.complete(new String(bytes, offset, length, UTF_8));
    }
}
