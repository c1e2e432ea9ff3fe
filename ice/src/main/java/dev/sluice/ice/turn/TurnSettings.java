package dev.sluice.ice.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.ChannelData;

/// What a TURN server is told once.
///
/// @param relays one address at most of each family; without one of a family, relays of it are refused with 440
/// @param firstPort of the relays
/// @param lastPort of the relays
/// @param ownAddresses further addresses of this machine; no peer is reached there unless [PeerRules#allowing] says so
/// @param ownPeers what clients may reach at this machine's addresses, by the address they know it by, with the one where it really is
/// @param lastChannel the highest number that clients may bind
public record TurnSettings(String realm, TurnUsers users, List<RelayAddress> relays, int firstPort, int lastPort,
        PeerRules peers, List<InetAddress> ownAddresses,
        Map<InetSocketAddress, InetSocketAddress> ownPeers, int lastChannel, TurnLimits limits) {
    private static final int FIRST_DYNAMIC_PORT = 49_152;
    private static final int LAST_PORT = 65_535;
    private static final int MOST_REALM = 127;

    public TurnSettings {
        relays = List.copyOf(relays);
        ownAddresses = List.copyOf(ownAddresses);
        ownPeers = Map.copyOf(ownPeers);
        if (realm.isEmpty() || realm.length() > MOST_REALM) {
            throw new IllegalArgumentException("Choose a realm of 1 to " + MOST_REALM + " characters");
        }
        if (firstPort < 1 || lastPort > LAST_PORT || firstPort > lastPort) {
            throw new IllegalArgumentException(firstPort + " to " + lastPort + " is no range of ports");
        }
        if (relays.stream().map(relay -> AddressFamily.of(relay.local())).distinct().count() < relays.size()) {
            throw new IllegalArgumentException("Give one relay address for each family");
        }
    }

    /// Relays for peers on the public Internet, on the dynamic ports, with the usual limits.
    public static TurnSettings of(String realm, TurnUsers users, RelayAddress... relays) {
        return new TurnSettings(realm, users, List.of(relays), FIRST_DYNAMIC_PORT, LAST_PORT,
                PeerRules.PUBLIC_INTERNET, List.of(), Map.of(), ChannelData.LAST_CHANNEL, TurnLimits.DEFAULT);
    }

    public TurnSettings withPorts(int first, int last) {
        return new TurnSettings(realm, users, relays, first, last, peers, ownAddresses, ownPeers, lastChannel, limits);
    }

    public TurnSettings withPeers(PeerRules rules) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, rules, ownAddresses, ownPeers, lastChannel,
                limits);
    }

    public TurnSettings withOwnAddresses(List<InetAddress> addresses) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, addresses, ownPeers, lastChannel,
                limits);
    }

    public TurnSettings withLimits(TurnLimits newLimits) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, ownAddresses, ownPeers, lastChannel,
                newLimits);
    }

    /// Lets clients reach a service of this machine, for instance the port where its SFU takes media: known to them as `announced`, bound at `local`.
    public TurnSettings withOwnPeer(InetSocketAddress announced, InetSocketAddress local) {
        Map<InetSocketAddress, InetSocketAddress> more = new HashMap<>(ownPeers);
        more.put(announced, local);
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, ownAddresses, more, lastChannel,
                limits);
    }

    /// Lets clients from before RFC 8656 in, which take numbers up to 0x7fff for their channels. Not for a port that is shared: its other protocols begin like that, too.
    public TurnSettings withLegacyChannels() {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, ownAddresses,
                ownPeers, ChannelData.LAST_CHANNEL_OF_RFC_5766, limits);
    }

    Optional<RelayAddress> relay(AddressFamily family) {
        return relays.stream().filter(relay -> AddressFamily.of(relay.local()) == family).findFirst();
    }
}
