package dev.sluice.ice.turn;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.TurnIndication;
import dev.sluice.wire.U16;

/// The way of a datagram between a client and its peer, either way: the hot path of a TURN server. Nothing is allocated.
///
/// What comes from a client is sent on from where it lies; what comes from a peer is copied once, behind the header that the client needs.
///
/// A peer that is another relay of ours is reached without a socket: two clients that both need us meet inside.
///
/// @rfc 8656 11 Send and Data Methods
/// @rfc 8656 12.6 Receiving a ChannelData Message
/// @rfc 8656 12.7 Relaying Data from the Peer
final class Forwarding {
    private static final int MOST_DATA = U16.MAX - TurnIndication.MOST_OVERHEAD;

    private final PeerPolicy policy;
    private final TurnCounters counters;
    private final RandomGenerator random;
    private final TurnIndication indication = new TurnIndication();
    private final byte[] message = new byte[U16.MAX];

    Forwarding(PeerPolicy policy, TurnCounters counters, RandomGenerator random) {
        this.policy = policy;
        this.counters = counters;
        this.random = random;
    }

    /// The client's ChannelData, which is whole.
    void onChannelData(Allocation allocation, byte[] bytes, int offset, long now) {
        Peer peer = allocation.peers().find(ChannelData.channel(bytes, offset), now);
        if (peer == null) {
            counters.count(TurnOutcome.NO_CHANNEL);
        } else if (!peer.permission.isAlive(now)) {
            counters.count(TurnOutcome.NO_PERMISSION);
        } else {
            toPeer(allocation, peer, bytes, offset + ChannelData.HEADER_LENGTH,
                    ChannelData.dataLength(bytes, offset), false, now);
        }
    }

    /// The client's Send indication.
    void onSend(Allocation allocation, byte[] bytes, int offset, int length, long now) {
        if (!indication.wrap(bytes, offset, length, Stun.SEND) || !indication.hasData()) {
            counters.count(TurnOutcome.MALFORMED);
            return;
        }
        Peer peer = allocation.peers().find(indication, now);
        if (peer == null) {
            counters.count(TurnOutcome.NO_PERMISSION);
            return;
        }
        toPeer(allocation, peer, bytes, indication.dataOffset(), indication.dataLength(), indication.isDontFragment(),
                now);
    }

    /// A datagram that has reached the relay of the given allocation.
    void onPeerData(Allocation allocation, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        Peer peer = allocation.peers().find(policy.known(from), now);
        if (peer == null) {
            counters.count(TurnOutcome.NO_PERMISSION);
        } else if (!allocation.user().mayRelay(length, now)) {
            counters.count(TurnOutcome.OVER_BANDWIDTH);
        } else if (length <= MOST_DATA
                && allocation.path().send(message, 0, wrap(allocation.path(), peer, bytes, offset, length, now))) {
            counters.countToClient(length);
            allocation.countToClient(length);
        } else {
            counters.count(TurnOutcome.NOT_SENT);
        }
    }

    private void toPeer(Allocation allocation, Peer peer, byte[] bytes, int offset, int length, boolean whole,
            long now) {
        Relay relay = allocation.relay(peer.family);
        if (relay == null || !relay.isAlive(now)) {
            counters.count(TurnOutcome.NO_ALLOCATION);
        } else if (!allocation.user().mayRelay(length, now)) {
            counters.count(TurnOutcome.OVER_BANDWIDTH);
        } else if (peer.target == null) {
            toOwnRelay(allocation, relay, peer, bytes, offset, length, now);
        } else if (whole
                ? relay.sendUnfragmented(peer.target, bytes, offset, length)
                : relay.send(peer.target, bytes, offset, length)) {
            countToPeer(allocation, length);
        } else {
            counters.count(TurnOutcome.NOT_SENT);
        }
    }

    private void toOwnRelay(Allocation allocation, Relay from, Peer peer, byte[] bytes, int offset, int length,
            long now) {
        Relay to = policy.relay(peer.address);
        if (to == null) {
            counters.count(TurnOutcome.NO_PERMISSION);
            return;
        }
        countToPeer(allocation, length);
        to.onDatagram(from.address(), bytes, offset, length, now);
    }

    private void countToPeer(Allocation allocation, int length) {
        counters.countToPeer(length);
        allocation.countToPeer(length);
    }

    /// Writes what the client gets; returns its length.
    private int wrap(ClientPath path, Peer peer, byte[] bytes, int offset, int length, long now) {
        if (!peer.hasChannel(now)) {
            return TurnIndication.write(message, Stun.DATA, random.nextInt(), random.nextLong(), peer.bytes, peer.port,
                    bytes, offset, length);
        }
        ChannelData.writeHeader(message, 0, peer.channel(), length);
        System.arraycopy(bytes, offset, message, ChannelData.HEADER_LENGTH, length);
        int end = ChannelData.HEADER_LENGTH + length;
        if (!path.isStream()) {
            return end;
        }
        int padded = ChannelData.paddedLength(length);
        for (int i = end; i < padded; i++) {
            message[i] = 0;
        }
        return padded;
    }
}
