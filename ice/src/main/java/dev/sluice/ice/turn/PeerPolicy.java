package dev.sluice.ice.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which peers clients may have to do with, and where those really are.
///
/// Other machines are judged by their address ([PeerRules]). At our own addresses nothing is reached but the relays of other clients and the peers that the
/// settings name, each by address and port; both are reached inside, also when the address we announce is a NAT's that would not send it back.
/// A permission is for an address whatever the port, so ports are judged again when data is on its way.
final class PeerPolicy {
    private final TurnSettings settings;
    private final Set<InetAddress> own;
    private final Map<InetSocketAddress, Relay> relays = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> announcedByLocal = new HashMap<>();

    PeerPolicy(TurnSettings settings) {
        this.settings = settings;
        this.own = new HashSet<>(settings.ownAddresses());
        settings.relays().forEach(relay -> own.addAll(List.of(relay.local(), relay.announced())));
        settings.ownPeers().forEach((announced, local) -> {
            own.addAll(List.of(announced.getAddress(), local.getAddress()));
            announcedByLocal.put(local, announced);
        });
    }

    void add(Relay relay) {
        relays.put(relay.address(), relay);
    }

    void remove(Relay relay) {
        relays.remove(relay.address());
    }

    /// The client's relay at this address; null: there is none.
    Relay relay(InetSocketAddress address) {
        return relays.get(address);
    }

    /// Port 0 stands for any: there must be something that can be reached.
    boolean mayPermit(InetSocketAddress peer) {
        return mayReach(peer) || peer.getPort() == 0 && hasOwn(peer.getAddress());
    }

    boolean mayReach(InetSocketAddress peer) {
        return relays.containsKey(peer) || target(peer) != null;
    }

    /// Where a socket sends to; null: no socket does.
    InetSocketAddress target(InetSocketAddress peer) {
        InetSocketAddress local = settings.ownPeers().get(peer);
        if (local != null) {
            return local;
        }
        InetAddress address = peer.getAddress();
        boolean permitted = settings.peers().isAllowedByName(address)
                || !own.contains(address) && settings.peers().mayReach(address);
        return permitted ? peer : null;
    }

    /// By which address clients know the peer that a datagram comes from.
    InetSocketAddress known(InetSocketAddress from) {
        return announcedByLocal.isEmpty() ? from : announcedByLocal.getOrDefault(from, from);
    }

    private boolean hasOwn(InetAddress address) {
        return settings.relays().stream().anyMatch(relay -> relay.announced().equals(address))
                || settings.ownPeers().keySet().stream().anyMatch(peer -> peer.getAddress().equals(address));
    }
}
