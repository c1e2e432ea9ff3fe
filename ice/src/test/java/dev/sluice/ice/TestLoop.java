package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A loop on real sockets with agents on it, for a test's own thread to ask.
final class TestLoop {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    final NioUdpLoop loop = NioUdpLoop.start();
    private final Random random = new Random(5);
    private final List<Peer> peers = new ArrayList<>();

    /// Must be called on the loop.
    Peer peer(IceAgent.Factory factory, boolean controlling) {
        Peer peer = new Peer(factory, loop, random, controlling);
        peers.add(peer);
        return peer;
    }

    /// Makes two agents, and waits until they are connected.
    Peer[] connect(IceAgent.Factory first, IceAgent.Factory second) throws Exception {
        Peer[] both = call(() -> {
            Peer[] made = {peer(first, true), peer(second, false)};
            Peer.connect(made[0], made[1]);
            return made;
        });
        await(() -> both[0].isConnected() && both[1].isConnected());
        return both;
    }

    void talkBothWays(Peer[] both, int packets) throws Exception {
        for (int i = 1; i <= packets; i++) {
            int soFar = i;
            run(() -> {
                both[0].say("hello " + soFar);
                both[1].say("hi " + soFar);
            });
            await(() -> both[0].received == soFar && both[1].received == soFar);
        }
        assertTrue(call(() -> both[0].packets.getLast().equals("hi " + packets)));
        assertTrue(call(() -> both[1].packets.getLast().equals("hello " + packets)));
    }

    void run(Runnable task) throws Exception {
        call(() -> {
            task.run();
            return null;
        });
    }

    <T> T call(Callable<T> call) throws Exception {
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

    /// Asks again and again on the loop, which gives its datagrams and tasks their turn in between.
    void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!call(condition::getAsBoolean)) {
            assertTrue(System.nanoTime() < end, () -> "states " + peers.stream().map(peer -> peer.states).toList());
            CompletableFuture<Void> moment = new CompletableFuture<>();
            loop.execute(() -> loop.schedule(loop.now() + 1_000_000, () -> moment.complete(null)));
            moment.get(10, TimeUnit.SECONDS);
        }
    }

    void close() throws Exception {
        run(() -> peers.forEach(peer -> peer.agent.close()));
        loop.close();
    }
}
