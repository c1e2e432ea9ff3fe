package dev.sluice.sfu.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsTransport;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpKeys;

/// A DTLS handshake of the server with itself, in memory, beside the start: it loads and links what handshakes need, so that the first people do not wait
/// for that. In the start that the JVM remembers it makes those classes part of what is remembered.
final class FirstHandshake {
    private static final int LIMIT_SECONDS = 10;

    private final ExecutorService loop = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("first-handshake").factory());
    private final CompletableFuture<Void> client = new CompletableFuture<>();
    private final CompletableFuture<Void> server = new CompletableFuture<>();
    private DtlsTransport here;
    private DtlsTransport there;
    private boolean isOver;

    /// Blocks until it is done, or fails, which is nobody's loss.
    static void make(DtlsCertificate certificate, HandshakeThreads threads) {
        new FirstHandshake().run(certificate, threads);
    }

    private void run(DtlsCertificate certificate, HandshakeThreads threads) {
        try (loop) {
            loop.execute(() -> begin(certificate, threads));
            CompletableFuture.allOf(client, server).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(_ -> null).join();
            CompletableFuture.runAsync(this::end, loop).join();
        }
    }

    private void end() {
        isOver = true;
        here.close();
        there.close();
    }

    private void begin(DtlsCertificate certificate, HandshakeThreads threads) {
        here = new DtlsTransport(DtlsRole.CLIENT, certificate, List.of(certificate.fingerprint()), threads, loop,
                new End(client));
        there = new DtlsTransport(DtlsRole.SERVER, certificate, List.of(certificate.fingerprint()), threads, loop,
                new End(server));
        there.start(WorkerLoop.now());
        here.start(WorkerLoop.now());
    }

    private final class End implements DtlsTransport.Output {
        private final CompletableFuture<Void> connected;

        End(CompletableFuture<Void> connected) {
            this.connected = connected;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            if (isOver) {
                return;
            }
            byte[] datagram = Arrays.copyOfRange(bytes, offset, offset + length);
            loop.execute(() -> peer().onPacket(datagram, 0, datagram.length, WorkerLoop.now()));
        }

        private DtlsTransport peer() {
            return connected == client ? there : here;
        }

        @Override
        public void connected(SrtpKeys keys) {
            connected.complete(null);
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            // nothing is said
        }

        @Override
        public void failed(String reason) {
            connected.completeExceptionally(new IllegalStateException(reason));
        }

        @Override
        public void closed() {
            // both ends are closed together
        }
    }
}
