package dev.sluice.ice;

import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;

/// A full ICE agent with one component: finds a path to the peer, keeps asking for consent on it, and carries datagrams over it.
///
/// Confined to its loop: every method is called on the loop's thread, and every callback comes there. An ICE restart is a new agent.
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

    /// May be called at any time before [#close]; a candidate that this agent cannot use (TCP, a name, another component) is ignored and counted.
    void addRemoteCandidate(IceCandidate candidate);

    void endOfRemoteCandidates();

    /// Sends on the selected pair, or before there is one on a pair that has been checked with success; otherwise drops.
    void send(byte[] bytes, int offset, int length);

    IceState state();

    Optional<IceCandidatePair> selectedPair();

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
