package dev.sluice.ice;

import java.net.InetSocketAddress;

/// An address that the peer has sent an authentic check from.
final class ValidatedAddress extends Nominee {
    final InetSocketAddress address;
    final byte[] bytes;
    long lastCheck;

    ValidatedAddress(InetSocketAddress address) {
        this.address = address;
        this.bytes = address.getAddress().getAddress();
    }

    /// Whether this is the better one to go on with, when the selected one is gone.
    boolean isFresherThan(ValidatedAddress other) {
        return other == null || lastNominated() > other.lastNominated()
                || lastNominated() == other.lastNominated() && lastCheck > other.lastCheck;
    }
}
