package dev.sluice.ice;

import java.net.InetSocketAddress;

/// The simplest [FullIceAgent]: host candidates only.
///
/// Towards a peer behind a NAT it works as long as that peer can reach one of the given addresses.
public final class HostIceAgent {
    private HostIceAgent() {}

    /// Makes agents that open one socket on each of the addresses, the preferred first; port 0 asks for a free one.
    public static IceAgent.Factory factory(InetSocketAddress... bindAddresses) {
        return FullIceAgent.factory(IceSettings.hosts(bindAddresses));
    }
}
