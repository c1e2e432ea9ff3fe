package dev.sluice.ice.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.TurnIndication;

/// The permissions, peers and channels of an allocation, found by whatever a datagram tells: the address it came from, the bytes of XOR-PEER-ADDRESS, or the channel's number.
///
/// Finding a peer that is known allocates nothing. A peer becomes known when it is first written to or heard of under a permission; when there are too many, those
/// without a channel are forgotten and come back by themselves.
///
/// @rfc 8656 9 Permissions
/// @rfc 8656 12 Channels
final class PeerTable {
    static final int MOST_PERMISSIONS = 256;
    static final int MOST_CHANNELS = 256;

    private static final int MOST_PEERS = 2 * MOST_CHANNELS;
    private static final int BUCKETS = 64;

    private final PeerPolicy policy;
    private final Map<InetAddress, Permission> permissions = new HashMap<>();
    private final Map<InetSocketAddress, Peer> peers = new HashMap<>();
    private final Peer[] byHash = new Peer[BUCKETS];
    private final Peer[] byChannel = new Peer[BUCKETS];

    PeerTable(PeerPolicy policy) {
        this.policy = policy;
    }

    int permissions(long now) {
        return (int) permissions.values().stream().filter(permission -> permission.isAlive(now)).count();
    }

    int channels(long now) {
        return (int) peers.values().stream().filter(peer -> peer.hasChannel(now)).count();
    }

    boolean hasRoomForPermissions(List<InetSocketAddress> wanted, long now) {
        if (permissions.size() + missing(wanted) > MOST_PERMISSIONS) {
            sweep(now);
        }
        return permissions.size() + missing(wanted) <= MOST_PERMISSIONS;
    }

    void permit(InetAddress address, long now) {
        permissions.computeIfAbsent(address, _ -> new Permission()).refresh(now);
    }

    /// Who sends from this address; null when it has no permission to.
    Peer find(InetSocketAddress address, long now) {
        Peer known = peers.get(address);
        return known != null ? alive(known, now) : discover(address, now);
    }

    /// Whom the indication is for; null when the client may not send there.
    Peer find(TurnIndication indication, long now) {
        for (Peer peer = byHash[indication.peerHash() & BUCKETS - 1]; peer != null; peer = peer.nextOfHash) {
            if (indication.isPeer(peer.bytes, peer.port)) {
                return alive(peer, now);
            }
        }
        return discover(indication.peer(), now);
    }

    /// Who has the channel; null when nobody does.
    Peer find(int channel, long now) {
        for (Peer peer = byChannel[channel & BUCKETS - 1]; peer != null; peer = peer.nextOfChannel) {
            if (peer.channel() == channel && peer.hasChannel(now)) {
                return peer;
            }
        }
        return null;
    }

    /// Whether the channel and the peer are bound to each other, or both are free.
    boolean mayBind(int channel, InetSocketAddress address, long now) {
        Peer owner = find(channel, now);
        Peer peer = peers.get(address);
        boolean peerIsFree = peer == null || !peer.hasChannel(now);
        return owner == null ? peerIsFree : owner == peer;
    }

    boolean hasRoomForChannel(InetSocketAddress address, long now) {
        Peer peer = peers.get(address);
        return peer != null && peer.hasChannel(now) || channels(now) < MOST_CHANNELS;
    }

    /// Binds, or refreshes. [#mayBind] and [#hasRoomForChannel] have been asked.
    void bind(int channel, InetSocketAddress address, long now) {
        permit(address.getAddress(), now);
        Peer peer = find(address, now);
        boolean isNew = !peer.hasChannel(now);
        if (isNew) {
            unlinkChannel(peer);
        }
        peer.bind(channel, now);
        if (isNew) {
            peer.nextOfChannel = byChannel[channel & BUCKETS - 1];
            byChannel[channel & BUCKETS - 1] = peer;
        }
    }

    /// Forgets what has expired.
    void sweep(long now) {
        forget(peer -> peer.isIdle(now) && !peer.permission.isAlive(now));
        permissions.entrySet().removeIf(entry -> !entry.getValue().isAlive(now) && !isUsed(entry.getValue()));
    }

    /// There is no relay of this family any more.
    void forget(AddressFamily family) {
        forget(peer -> peer.family == family);
        permissions.keySet().removeIf(address -> AddressFamily.of(address) == family);
    }

    private long missing(List<InetSocketAddress> wanted) {
        return wanted.stream().map(InetSocketAddress::getAddress).distinct()
                .filter(address -> !permissions.containsKey(address)).count();
    }

    private static Peer alive(Peer peer, long now) {
        return peer.permission.isAlive(now) ? peer : null;
    }

    private Peer discover(InetSocketAddress address, long now) {
        Permission permission = permissions.get(address.getAddress());
        if (permission == null || !permission.isAlive(now)) {
            return null;
        }
        if (peers.size() >= MOST_PEERS) {
            forget(peer -> peer.isIdle(now));
        }
        Peer peer = new Peer(address, policy.target(address), permission);
        peers.put(address, peer);
        peer.nextOfHash = byHash[peer.hash & BUCKETS - 1];
        byHash[peer.hash & BUCKETS - 1] = peer;
        return peer;
    }

    private boolean isUsed(Permission permission) {
        return peers.values().stream().anyMatch(peer -> peer.permission == permission);
    }

    private void forget(Predicate<Peer> which) {
        for (Iterator<Peer> all = peers.values().iterator(); all.hasNext();) {
            Peer peer = all.next();
            if (which.test(peer)) {
                all.remove();
                unlinkChannel(peer);
                unlinkHash(peer);
            }
        }
    }

    private void unlinkHash(Peer gone) {
        int bucket = gone.hash & BUCKETS - 1;
        if (byHash[bucket] == gone) {
            byHash[bucket] = gone.nextOfHash;
            return;
        }
        for (Peer peer = byHash[bucket]; peer != null; peer = peer.nextOfHash) {
            if (peer.nextOfHash == gone) {
                peer.nextOfHash = gone.nextOfHash;
                return;
            }
        }
    }

    private void unlinkChannel(Peer gone) {
        int bucket = gone.channel() & BUCKETS - 1;
        if (byChannel[bucket] == gone) {
            byChannel[bucket] = gone.nextOfChannel;
            return;
        }
        for (Peer peer = byChannel[bucket]; peer != null; peer = peer.nextOfChannel) {
            if (peer.nextOfChannel == gone) {
                peer.nextOfChannel = gone.nextOfChannel;
                return;
            }
        }
    }
}
