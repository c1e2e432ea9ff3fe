package dev.sluice.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;

/// A DatagramSocket in name only, without a file descriptor: ice4j takes a wrapper that has one for UDP, and does not use it.
final class Ice4jNominalSocket extends DatagramSocket {
    Ice4jNominalSocket() {
        super(new Nothing());
    }

    @SuppressWarnings("removal") // setTTL and getTTL are abstract as long as they are there
    private static final class Nothing extends DatagramSocketImpl {
        @Override
        protected void create() {}

        @Override
        protected void bind(int port, InetAddress local) {}

        @Override
        protected void close() {}

        @Override
        protected void send(DatagramPacket packet) throws IOException {
            throw notForUse();
        }

        @Override
        protected void receive(DatagramPacket packet) throws IOException {
            throw notForUse();
        }

        @Override
        protected int peek(InetAddress address) throws IOException {
            throw notForUse();
        }

        @Override
        protected int peekData(DatagramPacket packet) throws IOException {
            throw notForUse();
        }

        @Override
        protected void setTTL(byte ttl) {}

        @Override
        protected byte getTTL() { return 0; }

        @Override
        protected void setTimeToLive(int ttl) {}

        @Override
        protected int getTimeToLive() { return 0; }

        @Override
        protected void join(InetAddress group) {}

        @Override
        protected void leave(InetAddress group) {}

        @Override
        protected void joinGroup(SocketAddress group, NetworkInterface network) {}

        @Override
        protected void leaveGroup(SocketAddress group, NetworkInterface network) {}

        @Override
        public void setOption(int option, Object value) {}

        @Override
        public Object getOption(int option) { return 0; }

        private static IOException notForUse() {
            return new SocketException("This socket exists in name only: use the wrapper around it");
        }
    }
}
