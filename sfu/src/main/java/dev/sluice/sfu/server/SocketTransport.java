package dev.sluice.sfu.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;

/// Which sockets of the system carry the packets, and what they can do.
///
/// @param sharesPort   whether several sockets can be bound to the same port, the system spreading senders over them (SO_REUSEPORT)
/// @param hasSegments  whether one call can send several packets of equal size to one address (UDP GSO)
record SocketTransport(String name, Transport vertx, Class<? extends DatagramChannel> channel, boolean sharesPort,
        boolean hasSegments) {
    /// @throws SettingsException when epoll is demanded and is not there
    static SocketTransport choose(TransportMode wanted) {
        boolean hasEpoll = wanted != TransportMode.NIO && Transport.EPOLL != null && Epoll.isAvailable();
        if (wanted == TransportMode.EPOLL && !hasEpoll) {
            throw new SettingsException(
                    "transport: epoll is not available here (" + Epoll.unavailabilityCause() + "); leave it at auto");
        }
        return hasEpoll ? epoll() : nio();
    }

    private static SocketTransport epoll() {
        return new SocketTransport("epoll", Transport.EPOLL, EpollDatagramChannel.class, true,
                EpollDatagramChannel.isSegmentedDatagramPacketSupported());
    }

    private static SocketTransport nio() {
        return new SocketTransport("nio", Transport.NIO, NioDatagramChannel.class, false, false);
    }

    /// A Vert.x whose event loops these sockets can be registered on.
    Vertx createVertx(io.vertx.core.VertxOptions options) {
        return Vertx.builder().with(options).withTransport(vertx).build();
    }

    boolean isEpoll() { return sharesPort; }

    /// For the person at the terminal.
    String description() {
        return isEpoll()
                ? "native epoll (recvmmsg, sendmmsg" + (hasSegments ? ", GSO)" : ")")
                : "NIO, one system call per packet";
    }
}
