package dev.sluice.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import dev.sluice.ice.turn.PeerRules;
import dev.sluice.ice.turn.RelayAddress;
import dev.sluice.ice.turn.TurnAllocation;
import dev.sluice.ice.turn.TurnServer;
import dev.sluice.ice.turn.TurnSettings;
import dev.sluice.ice.turn.TurnUsers;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;

/// Our STUN and TURN server on the simulated network, on UDP and TCP, whose peers have documentation addresses.
final class TurnHost {
    static final String ADDRESS = "198.51.100.1";

    final SimulatedHost host;
    TurnServer server;
    private final InetSocketAddress address;
    private final TurnSettings settings;
    private final SimulatedNetwork network;

    /// With a relay of its own IPv4 address, and of each further address.
    TurnHost(SimulatedNetwork network, String... more) {
        this.network = network;
        host = network.host(ADDRESS, more);
        address = host.at(3478);
        RelayAddress[] relays = host.addresses().stream().map(local -> new RelayAddress(local, local))
                .toArray(RelayAddress[]::new);
        settings = TurnSettings.of("sluice", TurnUsers.of(Map.of("user", "secret")), relays)
                .withPeers(PeerRules.PUBLIC_INTERNET.allowing("203.0.113.0/24").allowing("198.51.100.0/24")
                        .allowing("2001:db8::/32"));
        reopen();
        try {
            host.listen(address, (from, stream) -> server.accept(from, stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A server that knows nothing of the one before.
    void reopen() {
        server = new TurnServer(host, settings, network.random("turn server " + network.now()));
        try {
            server.listen(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    IceServer stun() {
        return IceServer.stun(address);
    }

    IceServer udp() {
        return IceServer.turn(address, "user", "secret");
    }

    IceServer tcp() {
        return IceServer.turn(IceServer.Transport.TCP, address, "user", "secret");
    }

    List<TurnAllocation> allocations() {
        return server.allocations();
    }
}
