package dev.sluice.ice.turn;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.ChannelData;

/// What a TURN server is told once.
///
/// @param relays one address at most of each family; without one of a family, relays of it are refused with 440
/// @param firstPort of the relays
/// @param lastPort of the relays
/// @param ownAddresses further addresses of this machine; no peer is reached there unless [PeerRules#allowing] says so
/// @param lastChannel the highest number that clients may bind
public record TurnSettings(String realm, TurnUsers users, List<RelayAddress> relays, int firstPort, int lastPort,
        PeerRules peers, List<InetAddress> ownAddresses, int lastChannel, TurnLimits limits) {
    private static final int FIRST_DYNAMIC_PORT = 49_152;
    private static final int LAST_PORT = 65_535;
    private static final int MOST_REALM = 127;

    public TurnSettings {
        relays = List.copyOf(relays);
        ownAddresses = List.copyOf(ownAddresses);
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
                PeerRules.PUBLIC_INTERNET, List.of(), ChannelData.LAST_CHANNEL, TurnLimits.DEFAULT);
    }

    public TurnSettings withPorts(int first, int last) {
        return new TurnSettings(realm, users, relays, first, last, peers, ownAddresses, lastChannel, limits);
    }

    public TurnSettings withPeers(PeerRules rules) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, rules, ownAddresses, lastChannel, limits);
    }

    public TurnSettings withOwnAddresses(List<InetAddress> addresses) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, addresses, lastChannel, limits);
    }

    public TurnSettings withLimits(TurnLimits newLimits) {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, ownAddresses, lastChannel, newLimits);
    }

    /// Lets clients from before RFC 8656 in, which take numbers up to 0x7fff for their channels. Not for a port that is shared: its other protocols begin like that, too.
    public TurnSettings withLegacyChannels() {
        return new TurnSettings(realm, users, relays, firstPort, lastPort, peers, ownAddresses,
                ChannelData.LAST_CHANNEL_OF_RFC_5766, limits);
    }

    Optional<RelayAddress> relay(AddressFamily family) {
        return relays.stream().filter(relay -> AddressFamily.of(relay.local()) == family).findFirst();
    }

    /// An address of this machine by which no client may reach it, unless it was allowed by name.
    boolean isOwn(InetAddress address) {
        return ownAddresses.contains(address) || relays.stream()
                .anyMatch(relay -> relay.local().equals(address) || relay.announced().equals(address));
    }
}
