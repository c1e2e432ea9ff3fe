package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.TurnIndication;

/// One peer of an allocation: its address in all forms that the relay path needs, its permission and, perhaps, its channel.
///
/// @rfc 8656 12 Channels
final class Peer {
    static final long CHANNEL_LIFETIME = 600 * SECOND;
    static final int NO_CHANNEL = 0;

    final InetSocketAddress address;
    final byte[] bytes;
    final int port;
    final int hash;
    final AddressFamily family;
    final Permission permission;
    /// Where a socket sends to; null: it is another relay of ours, or nothing that may be reached.
    final InetSocketAddress target;
    private int channel = NO_CHANNEL;
    private long channelExpiry = -NEVER;
    Peer nextOfHash;
    Peer nextOfChannel;

    Peer(InetSocketAddress address, InetSocketAddress target, Permission permission) {
        this.address = address;
        this.bytes = address.getAddress().getAddress();
        this.port = address.getPort();
        this.hash = TurnIndication.hash(bytes, port);
        this.family = AddressFamily.of(address.getAddress());
        this.permission = permission;
        this.target = target;
    }

    int channel() {
        return channel;
    }

    boolean hasChannel(long now) {
        return now < channelExpiry;
    }

    void bind(int number, long now) {
        channel = number;
        channelExpiry = now + CHANNEL_LIFETIME;
    }

    /// It can be forgotten: the next datagram makes it anew if need be.
    boolean isIdle(long now) {
        return !hasChannel(now);
    }
}
