package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.sluice.ice.AddressFamily;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A socket that peers know an allocation by. A reserved one belongs to nobody yet, and drops what arrives.
final class Relay implements UdpLoop.Receiver {
    private final UdpSocket socket;
    private final InetSocketAddress address;
    private Allocation owner;
    private long expiry = -NEVER;

    /// Null: the port is not to be had.
    static Relay open(RelayAddress at, int port, TurnEngine.Output out) {
        Relay[] relay = new Relay[1];
        UdpSocket socket = out.openRelay(new InetSocketAddress(at.local(), port),
                (from, bytes, offset, length, now) -> relay[0].onDatagram(from, bytes, offset, length, now));
        if (socket == null) {
            return null;
        }
        relay[0] = new Relay(socket, at.announced());
        return relay[0];
    }

    private Relay(UdpSocket socket, InetAddress announced) {
        this.socket = socket;
        this.address = new InetSocketAddress(announced, socket.localAddress().getPort());
    }

    /// XOR-RELAYED-ADDRESS.
    InetSocketAddress address() {
        return address;
    }

    AddressFamily family() {
        return AddressFamily.of(address.getAddress());
    }

    int port() {
        return address.getPort();
    }

    void belongTo(Allocation allocation, long until) {
        owner = allocation;
        expiry = until;
    }

    Allocation owner() {
        return owner;
    }

    long expiry() {
        return expiry;
    }

    boolean isAlive(long now) {
        return now < expiry;
    }

    boolean send(InetSocketAddress peer, byte[] bytes, int offset, int length) {
        return socket.send(peer, bytes, offset, length);
    }

    boolean sendUnfragmented(InetSocketAddress peer, byte[] bytes, int offset, int length) {
        return socket.sendUnfragmented(peer, bytes, offset, length);
    }

    boolean canSendUnfragmented() {
        return socket.canSendUnfragmented();
    }

    void close() {
        expiry = -NEVER;
        socket.close();
    }

    @Override
    public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        if (isAlive(now)) {
            owner.onPeerData(from, bytes, offset, length, now);
        }
    }
}
