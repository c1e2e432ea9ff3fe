package dev.sluice.testkit;

import java.net.InetSocketAddress;

/// Sees every packet, at every turn of its way.
public interface Tap {
    /// The bytes are the network's own: not to be changed, but they may be kept.
    void onPacket(long now, Fate fate, InetSocketAddress from, InetSocketAddress to, byte[] bytes);
}
