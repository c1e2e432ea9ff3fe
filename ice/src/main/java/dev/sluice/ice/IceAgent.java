package dev.sluice.ice;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;

/// A full ICE agent with one component: finds a path to the peer, keeps asking for consent on it, and carries datagrams over it.
///
/// Confined to its loop: every method is called on the loop's thread, and every callback comes there. An ICE restart is a new agent, unless the agent can do it by itself ([FullIceAgent]).
///
/// @rfc 8445 Interactive Connectivity Establishment (ICE)
/// @rfc 8838 Trickle ICE
/// @rfc 7675 Session Traversal Utilities for NAT (STUN) Usage for Consent Freshness
public interface IceAgent extends AutoCloseable {
    /// What the peer must be told.
    IceCredentials localCredentials();

    /// Opens sockets and reports the candidates to the listener, from within this call or later.
    void gather();

    /// The peer's credentials, and whether it is a lite agent. Checks start once these and a candidate of each side are there.
    void remote(IceCredentials credentials, boolean lite);

    /// May be called at any time before [#close]; a candidate that this agent cannot use (TCP, a name that nobody resolves, another component) is ignored and counted.
    void addRemoteCandidate(IceCandidate candidate);

    void endOfRemoteCandidates();

    /// Sends on the selected pair, or before there is one on a pair that has been checked with success; otherwise drops.
    void send(byte[] bytes, int offset, int length);

    IceState state();

    Optional<IceCandidatePair> selectedPair();

    /// What every pair has come to; empty when the agent does not know.
    default List<IcePairStats> pairStats() {
        return List.of();
    }

    /// Frees all sockets, timers and threads of the agent. The listener hears CLOSED and then nothing any more.
    @Override
    void close();

    interface Listener {
        void onLocalCandidate(IceCandidate candidate);

        void onGatheringComplete();

        void onStateChange(IceState state);

        /// A datagram of the peer that is not STUN. The bytes may be changed in place until this returns.
        void onPacket(byte[] bytes, int offset, int length, long now);
    }

    interface Factory {
        IceAgent create(UdpLoop loop, RandomGenerator random, boolean controlling, Listener listener);
    }
}
