package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.List;

import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RelayedCandidate;

/// The way that packets take over the pair that ice4j has selected: straight out of a socket of the loop, or through a relay.
///
/// @param socket null for a relay
/// @param relay  null for a socket
record Ice4jPath(CandidatePair pair, InetSocketAddress remote, Ice4jSocket socket, Ice4jRelay relay) {

    static Ice4jPath of(CandidatePair pair, List<Ice4jSocket> sockets, List<Ice4jRelay> relays) {
        LocalCandidate base = pair.getLocalCandidate().getBase();
        InetSocketAddress remote = Ice4jCandidates.ours(pair.getRemoteCandidate().getTransportAddress());
        for (Ice4jRelay relay : relays) {
            if (base instanceof RelayedCandidate relayed && relay.isOf(relayed)) {
                return new Ice4jPath(pair, remote, null, relay);
            }
        }
        InetSocketAddress local = Ice4jCandidates.ours(base.getTransportAddress());
        for (Ice4jSocket socket : sockets) {
            if (socket.getLocalSocketAddress().equals(local)) {
                return new Ice4jPath(pair, remote, socket, null);
            }
        }
        throw new IllegalStateException("ice4j has selected a base that is not ours: " + local);
    }

    void send(byte[] bytes, int offset, int length) {
        if (relay != null) {
            relay.send(remote, bytes, offset, length);
        } else {
            socket.socket().send(remote, bytes, offset, length);
        }
    }

    IceCandidatePair asPair() {
        return new IceCandidatePair(Ice4jCandidates.ours(pair.getLocalCandidate()),
                Ice4jCandidates.ours(pair.getRemoteCandidate()));
    }
}
