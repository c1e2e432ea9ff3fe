package dev.sluice.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/// One thread with a clock, timers and datagram sockets: what the objects that packets and time pass through run on.
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

    interface Timer {
        /// Does nothing when the timer has run or was cancelled before.
        void cancel();
    }

    interface Receiver {
        /// Takes one datagram. The bytes belong to the loop again when this returns; until then they may be changed in place.
        void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now);
    }

    interface UdpSocket extends AutoCloseable {
        InetSocketAddress localAddress();

        /// Sends or drops one datagram, as UDP does; the bytes are the caller's again when this returns. False: the system refused it.
        boolean send(InetSocketAddress to, byte[] bytes, int offset, int length);

        @Override
        void close();
    }
}
