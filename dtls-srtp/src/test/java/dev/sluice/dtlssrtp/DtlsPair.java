package dev.sluice.dtlssrtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.sluice.wire.Time;

/// Two transports back to back on virtual time, with a link that delivers at once unless told otherwise.
final class DtlsPair implements AutoCloseable {
    final HandshakeThreads threads = HandshakeThreads.create();
    final End client;
    final End server;
    long now = 1;
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();

    DtlsPair() {
        this(DtlsTransport.MAX_DATAGRAM);
    }

    DtlsPair(int maxDatagram) {
        this(Certificates.one(), Certificates.other(), List.of(Certificates.other().fingerprint()),
                List.of(Certificates.one().fingerprint()),
                maxDatagram);
    }

    DtlsPair(List<CertificateFingerprint> expectedByClient, List<CertificateFingerprint> expectedByServer) {
        this(Certificates.one(), Certificates.other(), expectedByClient, expectedByServer, DtlsTransport.MAX_DATAGRAM);
    }

    DtlsPair(DtlsCertificate ofClient, DtlsCertificate ofServer) {
        this(ofClient, ofServer, List.of(ofServer.fingerprint()), List.of(ofClient.fingerprint()),
                DtlsTransport.MAX_DATAGRAM);
    }

    private DtlsPair(DtlsCertificate ofClient, DtlsCertificate ofServer, List<CertificateFingerprint> expectedByClient,
            List<CertificateFingerprint> expectedByServer, int maxDatagram) {
        client = new End(DtlsRole.CLIENT, ofClient, expectedByClient, maxDatagram);
        server = new End(DtlsRole.SERVER, ofServer, expectedByServer, maxDatagram);
    }

    void start() {
        server.transport.start(now);
        client.transport.start(now);
        settle();
    }

    /// Runs what the handshake threads have posted, until they rest.
    void settle() {
        do {
            threads.awaitQuiet();
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
        } while (!isQuiet());
    }

    private boolean isQuiet() {
        threads.awaitQuiet();
        return loop.isEmpty();
    }

    /// Delivers everything, and what comes of it.
    void deliver() {
        while (!client.outbox.isEmpty() || !server.outbox.isEmpty()) {
            deliverOne(client, server);
            deliverOne(server, client);
        }
    }

    void deliverOne(End from, End to) {
        byte[] datagram = from.outbox.poll();
        if (datagram != null) {
            to.receive(datagram);
        }
    }

    void runUntilConnected() {
        while (!(client.isConnected() && server.isConnected())) {
            deliver();
            if (!(client.isConnected() && server.isConnected())) {
                advance();
            }
        }
    }

    /// Lets time pass until somebody wants to do something.
    void advance() {
        long next = Math.min(client.transport.deadline(), server.transport.deadline());
        if (next == Time.NEVER) {
            throw new AssertionError("nobody waits for anything; client " + client + ", server " + server);
        }
        now = Math.max(now, next);
        client.transport.onTime(now);
        server.transport.onTime(now);
        settle();
    }

    @Override
    public void close() {
        client.transport.close();
        server.transport.close();
        threads.awaitQuiet();
        if (threads.active() != 0) {
            throw new AssertionError(threads.active() + " handshake threads are left");
        }
        threads.close();
    }

    final class End implements DtlsTransport.Output {
        final DtlsTransport transport;
        final Queue<byte[]> outbox = new ArrayDeque<>();
        final List<byte[]> sent = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();
        SrtpKeys keys;
        String failure;
        boolean closed;

        End(DtlsRole role, DtlsCertificate own, List<CertificateFingerprint> expected, int maxDatagram) {
            transport = new DtlsTransport(role, own, expected, threads, loop::add, this, maxDatagram);
        }

        boolean isConnected() { return transport.state() == DtlsState.CONNECTED; }

        void receive(byte[] datagram) {
            transport.onPacket(datagram, 0, datagram.length, now);
            settle();
        }

        void say(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            transport.send(bytes, 0, bytes.length);
        }

        List<String> heard() {
            return received.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            outbox.add(copy);
            sent.add(copy);
        }

        @Override
        public void connected(SrtpKeys keys) {
            this.keys = keys;
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            received.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }

        @Override
        public void closed() {
            closed = true;
        }

        @Override
        public String toString() {
            return transport.state() + (failure == null ? "" : " (" + failure + ")");
        }
    }
}
