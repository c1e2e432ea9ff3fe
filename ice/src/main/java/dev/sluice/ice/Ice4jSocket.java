package dev.sluice.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;

import org.ice4j.socket.IceSocketWrapper;

import dev.sluice.wire.UdpLoop.UdpSocket;

/// A socket of a loop as ice4j wants to see it: its thread waits here for the STUN messages that the loop hands in, and what it sends goes out on the loop.
///
/// [#deliver] is called on the loop, the rest by threads of ice4j. At most [#MOST_WAITING] messages wait; what comes on top is dropped, as UDP does.
final class Ice4jSocket extends IceSocketWrapper {
    static final int MOST_WAITING = 64;

    private static final Datagram CLOSED = new Datagram(null, new byte[0]);

    private final UdpSocket socket;
    private final Executor loop;
    private final InetSocketAddress address;
    private final BlockingQueue<Datagram> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final DatagramSocket nominal;
    private volatile boolean closed;

    private record Datagram(InetSocketAddress from, byte[] bytes) {}

    Ice4jSocket(UdpSocket socket, Executor loop) {
        this.socket = socket;
        this.loop = loop;
        this.address = socket.localAddress();
        this.nominal = new Ice4jNominalSocket();
    }

    UdpSocket socket() {
        return socket;
    }

    /// Hands a message to ice4j. False: too many wait already.
    boolean deliver(InetSocketAddress from, byte[] bytes, int offset, int length) {
        return waiting.offer(new Datagram(from, Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    @Override
    public void send(DatagramPacket packet) {
        int offset = packet.getOffset();
        byte[] copy = Arrays.copyOfRange(packet.getData(), offset, offset + packet.getLength());
        InetSocketAddress to = (InetSocketAddress) packet.getSocketAddress();
        loop.execute(() -> socket.send(to, copy, 0, copy.length));
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        Datagram datagram = closed ? CLOSED : take();
        if (datagram == CLOSED) {
            throw new SocketException("closed");
        }
        int length = Math.min(datagram.bytes.length, packet.getLength());
        System.arraycopy(datagram.bytes, 0, packet.getData(), packet.getOffset(), length);
        packet.setLength(length);
        packet.setSocketAddress(datagram.from);
    }

    private Datagram take() throws SocketException {
        try {
            return waiting.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted", e);
        }
    }

    /// Ends the thread that waits in [#receive]. The loop's socket is closed by the agent.
    @Override
    public void close() {
        closed = true;
        waiting.clear();
        waiting.offer(CLOSED);
    }

    @Override
    public InetAddress getLocalAddress() { return address.getAddress(); }

    @Override
    public int getLocalPort() { return address.getPort(); }

    @Override
    public SocketAddress getLocalSocketAddress() { return address; }

    @Override
    public Socket getTCPSocket() { return null; }

    /// Not for use: that there is one tells ice4j that the transport is UDP.
    @Override
    public DatagramSocket getUDPSocket() { return nominal; }
}
