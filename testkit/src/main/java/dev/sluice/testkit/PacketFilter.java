package dev.sluice.testkit;

import java.net.InetSocketAddress;

/// Picks packets out, so that a test can lose exactly the one it is about.
public interface PacketFilter {
    boolean matches(InetSocketAddress from, InetSocketAddress to, byte[] bytes);
}
