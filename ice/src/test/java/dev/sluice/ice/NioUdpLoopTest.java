package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.UdpLoop.Timer;
import dev.sluice.wire.UdpLoop.UdpSocket;

class NioUdpLoopTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final NioUdpLoop loop = NioUdpLoop.start();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void datagramsGoFromSocketToSocketOnTheLoopsThread() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        UdpSocket receiver = onLoop(() -> loop.open(ANY_PORT, (from, bytes, offset, length, _) -> heard
                .complete(new String(bytes, offset, length, US_ASCII) + " from " + from.getPort() + " "
                        + loop.inLoop())));
        UdpSocket sender = onLoop(() -> loop.open(ANY_PORT, (_, _, _, _, _) -> {}));

        assertTrue(onLoop(() -> sender.send(receiver.localAddress(), ".hello.".getBytes(US_ASCII), 1, 5)));

        assertEquals("hello from " + sender.localAddress().getPort() + " true", heard.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aDatagramThatCannotBeSentIsJustNotSent() throws Exception {
        UdpSocket socket = onLoop(() -> loop.open(ANY_PORT, (_, _, _, _, _) -> {}));
        InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 9);

        assertFalse(onLoop(() -> socket.send(ipv6, new byte[1], 0, 1)));
        assertFalse(onLoop(() -> socket.send(ANY_PORT, new byte[70_000], 0, 70_000)));
        onLoop(() -> {
            socket.close();
            return null;
        });
        assertFalse(onLoop(() -> socket.send(socket.localAddress(), new byte[1], 0, 1)));
    }

    @Test
    void anAddressThatIsTakenIsRefused() throws Exception {
        UdpSocket socket = onLoop(() -> loop.open(ANY_PORT, (_, _, _, _, _) -> {}));
        Exception refusal = assertThrows(Exception.class,
                () -> onLoop(() -> loop.open(socket.localAddress(), (_, _, _, _, _) -> {})));
        assertTrue(refusal.getCause() instanceof IOException);
    }

    @Test
    void timersRunInTheOrderOfTheirTimesAndNotAfterCancel() throws Exception {
        List<String> run = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        onLoop(() -> {
            long now = loop.now();
            loop.schedule(now + 30 * MILLISECOND, () -> {
                run.add("third");
                done.countDown();
            });
            Timer cancelled = loop.schedule(now + 15 * MILLISECOND, () -> run.add("cancelled"));
            loop.schedule(now + 20 * MILLISECOND, () -> run.add("second"));
            loop.schedule(now + 10 * MILLISECOND, () -> run.add("first"));
            cancelled.cancel();
            cancelled.cancel();
            return null;
        });

        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("first", "second", "third"), run);
    }

    @Test
    void noTaskOfAnyThreadIsLost() throws Exception {
        int threads = 8;
        int each = 50_000;
        AtomicInteger run = new AtomicInteger();
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            producers.add(Thread.ofPlatform().start(() -> {
                for (int j = 0; j < each; j++) {
                    loop.execute(run::incrementAndGet);
                }
            }));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        loop.close();
        assertEquals(threads * each, run.get());
    }

    @Test
    void goesOnAfterATaskThatThrows() throws Exception {
        Thread thread = onLoop(Thread::currentThread);
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        thread.setUncaughtExceptionHandler((_, thrown) -> reported.complete(thrown));
        loop.execute(() -> {
            throw new IllegalStateException("as planned");
        });
        assertEquals("as planned", reported.get(10, TimeUnit.SECONDS).getMessage());
        assertEquals(42, onLoop(() -> 42));
    }

    @Test
    void closeEndsTheThreadFreesThePortAndRefusesFurtherTasks() throws Exception {
        Thread thread = onLoop(Thread::currentThread);
        InetSocketAddress port = onLoop(() -> loop.open(ANY_PORT, (_, _, _, _, _) -> {}).localAddress());
        loop.close();
        loop.close();

        assertFalse(thread.isAlive());
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        try (NioUdpLoop other = NioUdpLoop.start()) {
            assertEquals(port, onLoop(other, () -> other.open(port, (_, _, _, _, _) -> {}).localAddress()));
        }
    }

    @Test
    void tasksThatTasksLeadToStillRunWhenTheLoopIsClosed() throws Exception {
        AtomicInteger run = new AtomicInteger();
        loop.execute(() -> {
            loop.close();
            loop.execute(() -> loop.execute(() -> loop.execute(run::incrementAndGet)));
        });
        loop.close();
        assertEquals(1, run.get());
    }

    @Test
    void otherThreadsAreToldToHopOnFirst() {
        assertThrows(IllegalStateException.class, () -> loop.schedule(SECOND, () -> {}));
        assertThrows(IllegalStateException.class, () -> loop.open(ANY_PORT, (_, _, _, _, _) -> {}));
    }

    private <T> T onLoop(Callable<T> call) throws Exception {
        return onLoop(loop, call);
    }

    private static <T> T onLoop(NioUdpLoop loop, Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }
}
