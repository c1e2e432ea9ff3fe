package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// A client and a server on two hosts of a simulated network, each driven as an application would: packets, one timer, the host's loop.
final class SimulatedPair implements AutoCloseable {
    static final String CLIENT = "192.0.2.1";
    static final String SERVER = "192.0.2.2";

    final SimulatedNetwork network;
    final HandshakeThreads threads = HandshakeThreads.create();
    final End client;
    final End server;

    SimulatedPair(long seed, LinkProfile link, int maxDatagram) {
        network = new SimulatedNetwork(seed);
        network.link(link);
        network.beforeTimeMoves(threads::awaitQuiet);
        client = new End(network, threads, DtlsRole.CLIENT, CLIENT, SERVER, Certificates.one(), Certificates.other(),
                maxDatagram);
        server = new End(network, threads, DtlsRole.SERVER, SERVER, CLIENT, Certificates.other(), Certificates.one(),
                maxDatagram);
    }

    /// How long it took until both were connected.
    long connect() {
        long begin = network.now();
        server.host.execute(server::start);
        client.host.execute(client::start);
        network.runUntil(() -> client.isConnected() && server.isConnected(), DtlsTransport.HANDSHAKE_LIMIT);
        return network.now() - begin;
    }

    @Override
    public void close() {
        client.transport.close();
        server.transport.close();
        threads.awaitQuiet();
        if (threads.active() != 0) {
            throw new AssertionError(threads.active() + " handshake threads are left");
        }
    }

    static final class End implements DtlsTransport.Output {
        final DtlsTransport transport;
        final List<byte[]> sent = new ArrayList<>();
        final List<byte[]> heard = new ArrayList<>();
        SrtpKeys keys;
        String failure;
        private final SimulatedHost host;
        private final InetSocketAddress peer;
        private final UdpLoop.UdpSocket socket;
        private UdpLoop.Timer timer = () -> {};

        End(SimulatedNetwork network, HandshakeThreads threads, DtlsRole role, String own, String peer,
                DtlsCertificate certificate,
                DtlsCertificate peerCertificate, int maxDatagram) {
            this.host = network.host(own);
            this.peer = network.host(peer).at(5000);
            this.transport = new DtlsTransport(role, certificate, List.of(peerCertificate.fingerprint()), threads, host,
                    this, maxDatagram);
            try {
                this.socket = host.open(host.at(5000), this::onDatagram);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isConnected() { return transport.state() == DtlsState.CONNECTED; }

        void start() {
            transport.start(host.now());
            arm();
        }

        private void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            transport.onPacket(bytes, offset, length, now);
            arm();
        }

        private void onTimer() {
            transport.onTime(host.now());
            arm();
        }

        private void arm() {
            timer.cancel();
            long deadline = transport.deadline();
            timer = deadline == Time.NEVER ? () -> {} : host.schedule(deadline, this::onTimer);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
            socket.send(peer, bytes, offset, length);
        }

        @Override
        public void connected(SrtpKeys keys) {
            this.keys = keys;
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            heard.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }

        @Override
        public void closed() {}
    }
}
