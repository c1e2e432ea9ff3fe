package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

import dev.sluice.wire.Time;

/// A transport on a real socket of the loopback interface, driven by the calling thread.
final class UdpEnd implements DtlsTransport.Output, AutoCloseable {
    final HandshakeThreads threads = HandshakeThreads.create();
    final DtlsTransport transport;
    final StringBuilder heard = new StringBuilder();
    SrtpKeys keys;
    String failure;
    boolean closed;
    private final DatagramSocket socket;
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private InetSocketAddress peer;

    UdpEnd(DtlsRole role, DtlsCertificate own, CertificateFingerprint expected) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(2);
        transport = new DtlsTransport(role, own, List.of(expected), threads, loop::add, this);
    }

    int port() {
        return socket.getLocalPort();
    }

    void start(int peerPort) {
        peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), peerPort);
        transport.start(System.nanoTime());
    }

    /// Packets and time pass until the condition holds.
    void runUntil(BooleanSupplier condition, String what) throws IOException {
        long end = System.nanoTime() + 20 * Time.SECOND;
        byte[] buffer = new byte[4096];
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not " + what + " after 20 s: " + transport.state() + " " + failure);
            }
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                peer = (InetSocketAddress) packet.getSocketAddress();
                transport.onPacket(packet.getData(), packet.getOffset(), packet.getLength(), System.nanoTime());
            } catch (SocketTimeoutException _) {
                // nobody said anything
            }
            if (System.nanoTime() >= transport.deadline()) {
                transport.onTime(System.nanoTime());
            }
        }
    }

    void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        transport.send(bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        transport.close();
        threads.awaitQuiet();
        socket.close();
        if (threads.active() != 0) {
            throw new AssertionError("a handshake thread is left");
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        try {
            socket.send(new DatagramPacket(bytes, offset, length, peer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void connected(SrtpKeys keys) {
        this.keys = keys;
    }

    @Override
    public void applicationData(byte[] bytes, int offset, int length) {
        heard.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void failed(String reason) {
        failure = reason;
    }

    @Override
    public void closed() {
        closed = true;
    }
}
