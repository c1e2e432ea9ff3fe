package dev.sluice.ice;

import java.net.InetSocketAddress;

import dev.sluice.wire.UdpLoop.UdpSocket;

/// How the messages of a TURN client get to its server and back.
interface TurnTransport {
    interface Output {
        void onOpen(long now);

        /// One message. Over UDP it is not used: datagrams are given out where they arrive.
        void onMessage(byte[] bytes, int offset, int length, long now);

        void onClosed();
    }

    void open(Output out, long now);

    void send(byte[] bytes, int offset, int length);

    /// The UDP socket that the server sees; null: it sees a stream, whose address is of no use to a peer.
    InetSocketAddress base();

    void close();

    /// From a socket that is shared with everything else.
    record Udp(UdpSocket socket, InetSocketAddress server) implements TurnTransport {
        @Override
        public void open(Output out, long now) {
            out.onOpen(now);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            socket.send(server, bytes, offset, length);
        }

        @Override
        public InetSocketAddress base() {
            return socket.localAddress();
        }

        @Override
        public void close() {
            // the socket is not ours
        }
    }
}
