package dev.sluice.testkit;

import java.net.InetSocketAddress;
import java.util.Arrays;

import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// One end of a TCP connection between two simulated hosts.
///
/// It loses nothing and keeps the order: of what links do to packets a stream feels their delay, and waits until an outage is over. Its receiver gets the bytes
/// in the pieces in which they were sent, unless [#MOST_AT_ONCE] is less: a protocol must not rely on either.
final class StreamPipe implements Stream {
    private static final int MOST_AT_ONCE = 1_000;

    private final SimulatedNetwork network;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private StreamReceiver receiver;
    private StreamPipe other;
    private boolean closed;
    private long latestArrival;

    StreamPipe(SimulatedNetwork network, InetSocketAddress local, InetSocketAddress remote) {
        this.network = network;
        this.local = local;
        this.remote = remote;
    }

    void receiver(StreamReceiver newReceiver) {
        receiver = newReceiver;
    }

    void join(StreamPipe theOther) {
        other = theOther;
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean send(byte[] bytes, int offset, int length) {
        if (closed || other == null) {
            return false;
        }
        for (int start = offset; start < offset + length; start += MOST_AT_ONCE) {
            byte[] piece = Arrays.copyOfRange(bytes, start, Math.min(start + MOST_AT_ONCE, offset + length));
            later(() -> other.take(piece));
        }
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (other != null) {
                later(other::end);
            }
        }
    }

    /// The answer to the client's first packet has come.
    void connected(StreamPipe server) {
        if (closed) {
            server.end();
            return;
        }
        join(server);
        receiver.onConnected(network.now());
    }

    /// Runs this at the other end, after what was sent before.
    void later(Runnable task) {
        latestArrival = Math.max(latestArrival, network.streamArrival(local, remote));
        network.agenda().add(latestArrival, task);
    }

    void end() {
        if (!closed) {
            closed = true;
            receiver.onClosed(network.now());
        }
    }

    private void take(byte[] bytes) {
        if (!closed) {
            receiver.onBytes(bytes, 0, bytes.length, network.now());
        }
    }
}
