package dev.sluice.ice;

import java.net.InetSocketAddress;

import dev.sluice.wire.UdpLoop.UdpSocket;

/// A candidate of our own and the socket that is its base.
record LocalCandidate(IceCandidate candidate, UdpSocket socket) {
    InetSocketAddress address() {
        return candidate.address();
    }
}
