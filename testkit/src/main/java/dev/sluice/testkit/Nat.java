package dev.sluice.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A box with one address outside, and a network of hosts inside whose addresses nobody outside knows: behind two NATs they may be the same.
///
/// Hosts inside reach each other directly. What they send to anybody else leaves from an outside port, as the [NatProfile] says; what comes in without a
/// mapping, or from somebody whom the filter does not know, is dropped ([Fate#BLOCKED]). Links, taps and filters outside see outside addresses only.
///
/// @rfc 4787 4 Network Address and Port Translation Behavior
public final class Nat {
    private static final int FIRST_PORT = 1_024;
    private static final int END_OF_PORTS = 65_536;

    private final SimulatedNetwork network;
    private final RandomGenerator random;
    private final Map<InetAddress, SimulatedHost> inside = new LinkedHashMap<>();
    private final Map<Key, Mapping> byKey = new HashMap<>();
    private final Map<Integer, Mapping> byPort = new HashMap<>();
    private NatProfile profile;
    private InetAddress address;

    private record Key(InetSocketAddress from, Object to) {}

    private static final class Mapping {
        final Key key;
        final int port;
        final Set<Object> sentTo = new HashSet<>();
        long lastUse;

        Mapping(Key key, int port) {
            this.key = key;
            this.port = port;
        }
    }

    Nat(SimulatedNetwork network, InetAddress address, NatProfile profile, RandomGenerator random) {
        this.network = network;
        this.address = address;
        this.profile = profile;
        this.random = random;
    }

    /// The host inside that has this address, new when there was none.
    public SimulatedHost host(String literalAddress) {
        return inside.computeIfAbsent(InetAddress.ofLiteral(literalAddress), literal -> {
            SimulatedHost host = new SimulatedHost(network, this);
            host.addAddress(literal);
            return host;
        });
    }

    /// The address outside.
    public InetAddress address() {
        return address;
    }

    /// Becomes another kind of NAT. What is mapped stays mapped.
    public void profile(NatProfile newProfile) {
        profile = newProfile;
    }

    /// Forgets all mappings, as a restarted router does: who goes on sending does so from another port, and hears nothing until it sends.
    public void rebind() {
        byKey.clear();
        byPort.clear();
    }

    /// Moves to another address outside, as a router does whose provider has reconnected it.
    public void rebind(String newAddress) {
        rebind();
        InetAddress old = address;
        address = InetAddress.ofLiteral(newAddress);
        network.moved(this, old);
    }

    /// How many outside ports are open.
    public int mappings() {
        byKey.values().removeIf(this::isForgotten);
        return byKey.size();
    }

    Map<InetAddress, SimulatedHost> inside() {
        return inside;
    }

    /// The packet as the outside sees it; null: it does not get out.
    Datagram outbound(Datagram datagram) {
        boolean turnsBack = datagram.to().getAddress().equals(address);
        if (!profile.udp() || turnsBack && !profile.hairpinning()) {
            return null;
        }
        Mapping mapping = mappingFor(new Key(datagram.from(), profile.mapping().key(datagram.to())));
        mapping.lastUse = network.now();
        mapping.sentTo.add(profile.filtering().key(datagram.to()));
        return new Datagram(new InetSocketAddress(address, mapping.port), datagram.to(), datagram.bytes());
    }

    /// The packet as the inside sees it; null: it does not get in.
    Datagram inbound(Datagram datagram) {
        Mapping mapping = byPort.get(datagram.to().getPort());
        boolean passes = profile.udp() && mapping != null && !isForgotten(mapping)
                && mapping.sentTo.contains(profile.filtering().key(datagram.from()));
        return passes ? new Datagram(datagram.from(), mapping.key.from, datagram.bytes()) : null;
    }

    /// Where a stream that begins inside seems to begin.
    InetSocketAddress outsideOfStream() {
        return new InetSocketAddress(address, freePort());
    }

    private Mapping mappingFor(Key key) {
        Mapping known = byKey.get(key);
        if (known != null && !isForgotten(known)) {
            return known;
        }
        if (known != null) {
            byPort.remove(known.port);
        }
        Mapping fresh = new Mapping(key, freePort());
        byKey.put(key, fresh);
        byPort.put(fresh.port, fresh);
        return fresh;
    }

    private boolean isForgotten(Mapping mapping) {
        return network.now() - mapping.lastUse >= profile.timeout();
    }

    private int freePort() {
        int port = random.nextInt(FIRST_PORT, END_OF_PORTS);
        while (byPort.containsKey(port)) {
            port = random.nextInt(FIRST_PORT, END_OF_PORTS);
        }
        return port;
    }
}
