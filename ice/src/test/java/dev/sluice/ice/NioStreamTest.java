package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// Streams of a loop on real sockets; with TLS in [TurnOverStreamsTest].
class NioStreamTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final NioUdpLoop loop = NioUdpLoop.start();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, LOOPBACK);
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        server.close();
    }

    @Test
    void bytesGoBothWaysOnTheLoopsThread() throws Exception {
        Ear ear = new Ear();
        Stream stream = connect(ear);
        try (Socket accepted = server.accept()) {
            ear.connected.get(10, TimeUnit.SECONDS);
            assertTrue(onLoop(() -> stream.send(".hello.".getBytes(US_ASCII), 1, 5)));
            assertEquals("hello", new String(accepted.getInputStream().readNBytes(5), US_ASCII));
            accepted.getOutputStream().write("hi".getBytes(US_ASCII));
            assertEquals("hi", ear.bytes(2));
        }
        ear.closed.get(10, TimeUnit.SECONDS);
        assertFalse(onLoop(() -> stream.send(new byte[1], 0, 1)));
    }

    @Test
    void whatTheNetworkDoesNotTakeWaitsAndArrivesWholeAndWhatIsTooMuchIsRefused() throws Exception {
        Ear ear = new Ear();
        Stream stream = connect(ear);
        try (Socket accepted = server.accept()) {
            ear.connected.get(10, TimeUnit.SECONDS);
            byte[] piece = new byte[60_000];
            long taken = onLoop(() -> {
                long sum = 0;
                for (byte i = 0; sum < 1L << 30; i++) {
                    Arrays.fill(piece, i);
                    if (!stream.send(piece, 0, piece.length)) {
                        return sum;
                    }
                    sum += piece.length;
                }
                return sum;
            });
            assertTrue(taken < 1L << 30, "it was never refused");
            assertInOrder(accepted.getInputStream().readNBytes((int) taken), piece.length);
        }
    }

    private static void assertInOrder(byte[] received, int piece) {
        for (int i = 0; i < received.length; i += 997) {
            assertEquals((byte) (i / piece), received[i]);
        }
    }

    @Test
    void aRefusedConnectionIsClosed() throws Exception {
        server.close();
        Ear ear = new Ear();
        connect(ear);
        ear.closed.get(10, TimeUnit.SECONDS);
        assertFalse(ear.connected.isDone());
    }

    @Test
    void whoClosesHearsNothingMore() throws Exception {
        Ear ear = new Ear();
        Stream stream = connect(ear);
        try (Socket accepted = server.accept()) {
            ear.connected.get(10, TimeUnit.SECONDS);
            onLoop(() -> {
                stream.close();
                stream.close();
                return null;
            });
            assertEquals(-1, accepted.getInputStream().read());
        }
        assertFalse(ear.closed.isDone());
    }

    @Test
    void aLoopThatIsClosedClosesItsStreams() throws Exception {
        Ear ear = new Ear();
        connect(ear);
        try (Socket accepted = server.accept()) {
            ear.connected.get(10, TimeUnit.SECONDS);
            loop.close();
            assertEquals(-1, accepted.getInputStream().read());
        }
    }

    private final class Ear implements StreamReceiver {
        final CompletableFuture<Void> connected = new CompletableFuture<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private CompletableFuture<String> wanted = new CompletableFuture<>();
        private int wantedLength = Integer.MAX_VALUE;

        @Override
        public void onConnected(long now) {
            assertTrue(loop.inLoop());
            connected.complete(null);
        }

        @Override
        public void onBytes(byte[] bytes, int offset, int length, long now) {
            received.write(bytes, offset, length);
            tell();
        }

        @Override
        public void onClosed(long now) {
            closed.complete(null);
        }

        String bytes(int length) throws Exception {
            onLoop(() -> {
                wantedLength = length;
                tell();
                return null;
            });
            return wanted.get(10, TimeUnit.SECONDS);
        }

        private void tell() {
            if (received.size() >= wantedLength) {
                wanted.complete(received.toString(US_ASCII));
            }
        }
    }

    private Stream connect(Ear ear) throws Exception {
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, server.getLocalPort());
        return onLoop(() -> loop.connect(address, ear));
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
