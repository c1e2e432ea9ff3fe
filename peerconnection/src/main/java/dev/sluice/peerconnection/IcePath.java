package dev.sluice.peerconnection;

import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCandidatePair;
import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.IceState;
import dev.sluice.wire.UdpLoop;

/// The ICE agent that carries a connection's datagrams, and during an ICE restart the one that is about to take over.
///
/// An agent lives for one generation of credentials. A restart makes a second one; the first goes on carrying media until the second has found a path, and
/// is closed then. If the second finds none, or the offer that asked for it is taken back, the first simply goes on.
///
/// Confined to the loop.
///
/// @rfc 8445 9 ICE Restarts
final class IcePath {
    interface Output {
        void onLocalCandidate(IceCandidate candidate);
        void onGatheringComplete();
        void onStateChange();
        void onPacket(byte[] bytes, int offset, int length, long now);
    }

    private final UdpLoop loop;
    private final RandomGenerator random;
    private final IceAgent.Factory agents;
    private final Operations operations;
    private final Output output;
    private Generation active;
    private Generation next;

    IcePath(UdpLoop loop, RandomGenerator random, IceAgent.Factory agents, Operations operations, Output output) {
        this.loop = loop;
        this.random = random;
        this.agents = agents;
        this.operations = operations;
        this.output = output;
    }

    /// Makes the agent of a new generation, in the place of one that is not in use yet.
    IceCredentials begin(boolean controlling) {
        discard();
        next = new Generation(controlling);
        return next.agent.localCredentials();
    }

    /// Forgets the newest generation if no packet has gone over it.
    void discard() {
        Generation discarded = next;
        next = null;
        close(discarded);
    }

    void gather() {
        newest().agent.gather();
    }

    void remote(IceCredentials credentials, boolean lite) {
        newest().agent.remote(credentials, lite);
    }

    void addRemoteCandidate(IceCandidate candidate) {
        if (newest() != null) {
            newest().agent.addRemoteCandidate(candidate);
        }
    }

    void endOfRemoteCandidates() {
        if (newest() != null) {
            newest().agent.endOfRemoteCandidates();
        }
    }

    /// Until the first path is found its own agent speaks; later an old path that works speaks for itself.
    void send(byte[] bytes, int offset, int length) {
        Generation sender = active != null ? active : next;
        if (sender != null) {
            sender.agent.send(bytes, offset, length);
        }
    }

    IceState state() {
        if (active != null && (next == null || active.isConnected())) {
            return active.agent.state();
        }
        return next == null ? IceState.NEW : next.agent.state();
    }

    boolean isConnected() { return active != null && active.isConnected(); }

    Optional<IceCandidatePair> selectedPair() {
        return active == null ? Optional.empty() : active.agent.selectedPair();
    }

    void close() {
        Generation closed = active;
        active = null;
        close(closed);
        discard();
    }

    private Generation newest() {
        return next != null ? next : active;
    }

    private static void close(Generation generation) {
        if (generation != null) {
            generation.agent.close();
        }
    }

    private void onStateChange(Generation generation) {
        if (generation == next && generation.isConnected()) {
            Generation old = active;
            active = generation;
            next = null;
            close(old);
        } else if (generation == next && active != null && generation.agent.state() == IceState.FAILED) {
            discard();
        }
        output.onStateChange();
    }

    /// One agent; once it is discarded nobody hears it any more.
    private final class Generation implements IceAgent.Listener {
        private final IceAgent agent;

        Generation(boolean controlling) {
            agent = agents.create(loop, random, controlling, this);
        }

        boolean isConnected() { return agent.state() == IceState.CONNECTED || agent.state() == IceState.COMPLETED; }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            whileInUse(() -> output.onLocalCandidate(candidate));
        }

        @Override
        public void onGatheringComplete() {
            whileInUse(output::onGatheringComplete);
        }

        @Override
        public void onStateChange(IceState state) {
            whileInUse(() -> IcePath.this.onStateChange(this));
        }

        @Override
        public void onPacket(byte[] bytes, int offset, int length, long now) {
            boolean outermost = operations.enter();
            try {
                if (isInUse()) {
                    output.onPacket(bytes, offset, length, now);
                }
            } finally {
                if (outermost) {
                    operations.leave();
                }
            }
        }

        private void whileInUse(Runnable event) {
            operations.run(() -> {
                if (isInUse()) {
                    event.run();
                }
            });
        }

        private boolean isInUse() { return this == active || this == next; }
    }
}
