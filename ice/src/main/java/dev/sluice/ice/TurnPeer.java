package dev.sluice.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import dev.sluice.wire.Time;

/// Somebody to whom a TURN client sends through its relay: the permission for the address, and the channel.
final class TurnPeer {
    enum Stage {
        NONE, ASKED, GRANTED, REFUSED
    }

    /// What the server knows about one IP address; ports do not matter.
    static final class Permission {
        final InetAddress address;
        Stage stage = Stage.NONE;
        long refreshAt = Time.NEVER;
        boolean used;

        Permission(InetAddress address) {
            this.address = address;
        }
    }

    final InetSocketAddress address;
    final Permission permission;
    final int channel;
    Stage binding = Stage.NONE;
    long rebindAt = Time.NEVER;
    /// The latest datagram that waits for the permission; null when there is none.
    byte[] held;

    TurnPeer(InetSocketAddress address, Permission permission, int channel) {
        this.address = address;
        this.permission = permission;
        this.channel = channel;
    }
}
