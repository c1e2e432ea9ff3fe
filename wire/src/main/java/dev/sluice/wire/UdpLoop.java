package dev.sluice.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/// One thread with a clock, timers, datagram sockets and, on loops that carry them, TCP streams to servers: what the objects that packets and time pass through run on.
///
/// Everything that is confined to a loop is called on its thread only. [#execute] is the way in for everybody else.
/// There is a real one (`NioUdpLoop` of the ice module) and one on virtual time (`SimulatedNetwork` of the testkit).
public interface UdpLoop extends Executor {
    /// Nanoseconds since the loop's own start.
    long now();

    /// Whether the caller is on the loop's thread.
    boolean inLoop();

    /// Runs the task on the loop's thread, after this call returns. Any thread may call it.
    @Override
    void execute(Runnable task);

    /// Runs the task on the loop's thread once `at` has come. On the loop's thread only.
    Timer schedule(long at, Runnable task);

    /// Opens a datagram socket; port 0 asks for a free one. On the loop's thread only.
    ///
    /// @throws IOException when the address cannot be bound
    UdpSocket open(InetSocketAddress local, Receiver receiver) throws IOException;

    /// Begins to connect a TCP stream; the receiver is told when it is connected, or closed because it cannot be. On the loop's thread only.
    ///
    /// @throws IOException when it cannot even begin, or this loop carries datagrams only
    default Stream connect(InetSocketAddress remote, StreamReceiver receiver) throws IOException {
        throw new IOException("This loop carries datagrams only: " + getClass().getName());
    }

    interface Timer {
        /// Does nothing when the timer has run or was cancelled before.
        void cancel();
    }

    interface Receiver {
        /// Takes one datagram. The bytes belong to the loop again when this returns; until then they may be changed in place.
        void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now);
    }

    /// Hears of one stream, in this order: connected, bytes, closed. Nothing comes after the stream was closed from this side.
    interface StreamReceiver {
        void onConnected(long now);

        /// The bytes belong to the loop again when this returns.
        void onBytes(byte[] bytes, int offset, int length, long now);

        /// The other side has closed it, the network has broken it, or it could not be connected.
        void onClosed(long now);
    }

    interface Stream extends AutoCloseable {
        /// Sends all of these bytes, or none: false when the stream is not connected, or too many are waiting already.
        boolean send(byte[] bytes, int offset, int length);

        @Override
        void close();
    }

    interface UdpSocket extends AutoCloseable {
        InetSocketAddress localAddress();

        /// Sends or drops one datagram, as UDP does; the bytes are the caller's again when this returns. False: the system refused it.
        boolean send(InetSocketAddress to, byte[] bytes, int offset, int length);

        /// Like [#send], of a datagram that no router on the way may take apart. False also where [#canSendUnfragmented] is.
        default boolean sendUnfragmented(InetSocketAddress to, byte[] bytes, int offset, int length) {
            return false;
        }

        default boolean canSendUnfragmented() {
            return false;
        }

        @Override
        void close();
    }
}
