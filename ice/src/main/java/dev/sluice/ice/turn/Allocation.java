package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.TransactionId;

/// A client's relays, one or two (IPv4 and IPv6), and what may pass through them. Each has an expiry of its own; the allocation ends with the last.
///
/// @rfc 8656 6 Allocations
final class Allocation implements Deadlines.Expiring {
    private static final long SWEEP_INTERVAL = 60 * SECOND;

    private final ClientPath path;
    private final Identity identity;
    private final TurnUser user;
    private final TransactionId transactionId;
    private final Allocations allocations;
    private final PeerTable peers;
    private Relay ipv4;
    private Relay ipv6;
    private List<StunAttribute> answer;
    private long nextSweep;
    private long bytesToPeers;
    private long bytesToClient;

    Allocation(ClientPath path, Identity identity, TurnUser user, TransactionId transactionId, Allocations allocations,
            PeerTable peers, long now) {
        this.path = path;
        this.identity = identity;
        this.user = user;
        this.transactionId = transactionId;
        this.allocations = allocations;
        this.peers = peers;
        this.nextSweep = now + SWEEP_INTERVAL;
    }

    ClientPath path() {
        return path;
    }

    Identity identity() {
        return identity;
    }

    TurnUser user() {
        return user;
    }

    PeerTable peers() {
        return peers;
    }

    /// Null: it has none of this family.
    Relay relay(AddressFamily family) {
        return family == AddressFamily.IPV4 ? ipv4 : ipv6;
    }

    Stream<Relay> relays() {
        return Stream.of(AddressFamily.values()).map(this::relay).filter(relay -> relay != null);
    }

    void add(Relay relay, long expiry) {
        set(relay.family(), relay);
        relay.belongTo(this, expiry);
    }

    /// The allocation has lost this relay, and with it whatever was permitted to its family.
    void remove(Relay relay) {
        set(relay.family(), null);
        peers.forget(relay.family());
    }

    boolean isEmpty() { return ipv4 == null && ipv6 == null; }

    /// What the Allocate request was answered, to be said again when it comes again.
    ///
    /// @rfc 8656 7.2 Receiving an Allocate Request
    List<StunAttribute> answerTo(TransactionId id) {
        return transactionId.equals(id) ? answer : null;
    }

    void answer(List<StunAttribute> attributes) {
        answer = attributes;
    }

    void onPeerData(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        allocations.forwarding().onPeerData(this, from, bytes, offset, length, now);
    }

    void countToPeer(int length) {
        bytesToPeers += length;
    }

    void countToClient(int length) {
        bytesToClient += length;
    }

    @Override
    public long deadline() {
        return isEmpty() ? NEVER : Math.min(nextSweep, Math.min(expiry(ipv4), expiry(ipv6)));
    }

    @Override
    public void onTime(long now) {
        relays().filter(relay -> !relay.isAlive(now)).toList().forEach(relay -> allocations.remove(this, relay, now));
        if (now >= nextSweep) {
            peers.sweep(now);
            nextSweep = now + SWEEP_INTERVAL;
        }
    }

    TurnAllocation snapshot(long now) {
        return new TurnAllocation(path.client(), path.isStream(), identity.username(),
                relays().map(Relay::address).toList(), peers.permissions(now), peers.channels(now), bytesToPeers,
                bytesToClient);
    }

    private void set(AddressFamily family, Relay relay) {
        if (family == AddressFamily.IPV4) {
            ipv4 = relay;
        } else {
            ipv6 = relay;
        }
    }

    private static long expiry(Relay relay) {
        return relay == null ? NEVER : relay.expiry();
    }
}
