package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;

import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RelayedCandidate;
import org.ice4j.ice.harvest.StunCandidateHarvester;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;

import dev.sluice.wire.PacketKind;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Timer;

/// A full agent with STUN and TURN servers, on ice4j.
///
/// Sockets belong to the loop. Of what they receive only authentic STUN goes on to ice4j ([Ice4jGate]), whose threads check and nominate; everything else passes
/// by it, straight from the loop to the listener and back (except through a TURN server: [Ice4jRelay]). What ice4j has to say hops onto the loop before it is
/// looked at.
///
/// ice4j keeps one thread per candidate until [#close]. It fails five seconds after all checks that it knows of have failed, so a peer's candidates must not
/// trickle slower than that; and after it has selected a pair it follows no further nomination.
///
/// @rfc 8445 Interactive Connectivity Establishment (ICE)
/// @rfc 8656 Traversal Using Relays around NAT (TURN)
public final class Ice4jAgent implements IceAgent {
    private static final String STREAM = "media";

    private final UdpLoop loop;
    private final Listener listener;
    private final List<InetSocketAddress> bindAddresses;
    private final List<IceServer> servers;
    private final Agent agent;
    private final IceMediaStream stream;
    private final IceCredentials credentials;
    private final Ice4jGate gate;
    private final ConsentFreshness consent;
    private final List<Ice4jSocket> sockets = new ArrayList<>();
    private final List<Ice4jRelay> relays = new ArrayList<>();
    private final List<IceCandidate> remotes = new ArrayList<>();
    private final AtomicBoolean freed = new AtomicBoolean();
    private Component component;
    private Ice4jPath path;
    private IceState reported = IceState.NEW;
    private Timer timer;
    private boolean gathered;
    private boolean remoteEnded;
    private boolean started;
    private boolean consentLost;
    private long ignoredCandidates;
    private long strangersPackets;

    private Ice4jAgent(UdpLoop loop, RandomGenerator random, boolean controlling, Listener listener,
            List<InetSocketAddress> bindAddresses, List<IceServer> servers) {
        Ice4jSettings.apply();
        this.loop = loop;
        this.listener = listener;
        this.bindAddresses = bindAddresses;
        this.servers = servers;
        this.agent = new Agent();
        this.stream = agent.createMediaStream(STREAM);
        this.credentials = new IceCredentials(agent.getLocalUfrag(), agent.getLocalPassword());
        this.gate = new Ice4jGate(agent, credentials, controlling, random, servers);
        this.consent = new ConsentFreshness(random);
        agent.setUseDynamicPorts(false);
        agent.setTrickling(true);
        agent.setPerformConsentFreshness(true);
        agent.addStateChangeListener(_ -> hop(this::settle));
        stream.addPairChangeListener(this::onPairChange);
    }

    /// Makes agents that open one socket on each of the addresses (port 0 asks for a free one) and ask the servers for reflexive and relayed candidates.
    public static Factory factory(List<InetSocketAddress> bindAddresses, List<IceServer> servers) {
        List<InetSocketAddress> addresses = IceSettings.requireHosts(bindAddresses);
        List<IceServer> knownServers = List.copyOf(servers);
        return (loop, random, controlling, listener) -> new Ice4jAgent(loop, random, controlling, listener, addresses,
                knownServers);
    }

    @Override
    public IceCredentials localCredentials() {
        return credentials;
    }

    /// @throws UncheckedIOException when none of the addresses can be bound
    @Override
    public void gather() {
        if (component != null) {
            throw new IllegalStateException("Candidates are gathered once: an ICE restart is a new agent");
        }
        openSockets();
        component = createComponent();
        report(component.getLocalCandidates());
        if (servers.isEmpty()) {
            endGathering();
        } else {
            askServers();
        }
    }

    @Override
    public void remote(IceCredentials remote, boolean lite) {
        stream.setRemoteUfrag(remote.ufrag());
        stream.setRemotePassword(remote.pwd());
        gate.remote(remote);
        if (lite) {
            agent.setControlling(true); // RFC 8445 6.1.1: towards a lite agent the full one controls
        }
        startWhenReady();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {
        boolean full = remotes.size() == CandidateRules.MOST_REMOTE_CANDIDATES;
        if (full || !CandidateRules.isUsable(candidate) || !isReachable(candidate)) {
            ignoredCandidates++;
            return;
        }
        remotes.add(candidate);
        if (started) {
            component.addUpdateRemoteCandidates(Ice4jCandidates.theirs(candidate, component));
            component.updateRemoteCandidates();
        }
        startWhenReady();
    }

    @Override
    public void endOfRemoteCandidates() {
        remoteEnded = true;
        settle();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (canSend()) {
            path.send(bytes, offset, length);
        }
    }

    @Override
    public IceState state() {
        return reported;
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return Optional.ofNullable(path).map(Ice4jPath::asPair);
    }

    /// What became of the STUN messages that came in; `ANSWERED` and `RESPONSE` were handed to ice4j.
    public CheckCounters counters() {
        return gate.counters();
    }

    /// Candidates of the peer that were not used: of another transport or component, named instead of numbered, not unicast, out of reach, or too many.
    public long ignoredCandidates() {
        return ignoredCandidates;
    }

    /// Datagrams other than STUN from addresses that have not proved to be the peer's; they were dropped.
    public long strangersPackets() {
        return strangersPackets;
    }

    @Override
    public void close() {
        if (reported == IceState.CLOSED) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        if (relays.isEmpty()) {
            free();
            closeSockets();
        } else {
            Thread.ofVirtual().name("sluice-ice4j-release").start(this::releaseRelays);
        }
        reported = IceState.CLOSED;
        listener.onStateChange(reported);
    }

    private void openSockets() {
        IOException refusal = null;
        for (InetSocketAddress address : bindAddresses) {
            try {
                Entrance entrance = new Entrance();
                entrance.socket = new Ice4jSocket(loop.open(address, entrance), this::hop);
                sockets.add(entrance.socket);
            } catch (IOException e) {
                refusal = e;
            }
        }
        if (sockets.isEmpty()) {
            throw new UncheckedIOException("None of " + bindAddresses + " can be bound", refusal);
        }
    }

    private Component createComponent() {
        agent.addCandidateHarvester(new Ice4jHarvester(sockets));
        try {
            return agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// ice4j waits for the servers' answers on the thread that asks.
    private void askServers() {
        for (IceServer server : servers) {
            agent.addCandidateHarvester(switch (server.kind()) {
                case STUN -> new StunCandidateHarvester(Ice4jCandidates.theirs(server.address()));
                case TURN -> new TurnCandidateHarvester(Ice4jCandidates.theirs(server.address()),
                        new LongTermCredential(server.username(), server.credential()));
            });
        }
        Thread.ofVirtual().name("sluice-ice4j-harvest")
                .start(() -> agent.startCandidateTrickle(found -> hop(() -> onHarvest(found))));
    }

    /// ice4j tells of harvested candidates, and with null that there will be no more.
    private void onHarvest(Collection<LocalCandidate> found) {
        if (reported == IceState.CLOSED) {
            return;
        }
        if (found == null) {
            endGathering();
            return;
        }
        report(found);
        for (LocalCandidate candidate : found) {
            if (candidate instanceof RelayedCandidate relayed) {
                relays.add(new Ice4jRelay(relayed, (from, bytes) -> hop(() -> onRelayed(from, bytes))));
            }
        }
    }

    private void report(Collection<LocalCandidate> found) {
        found.forEach(candidate -> listener.onLocalCandidate(Ice4jCandidates.ours(candidate)));
    }

    private void endGathering() {
        gathered = true;
        listener.onGatheringComplete();
        startWhenReady();
        settle();
    }

    private boolean isReachable(IceCandidate remote) {
        return bindAddresses.stream()
                .anyMatch(local -> CandidateRules.canPair(local.getAddress(), remote.address().getAddress()));
    }

    /// Checks start with the peer's credentials and its first candidate or authentic check. Relayed candidates must be there by then: ice4j pairs no late ones.
    private void startWhenReady() {
        boolean relaysPending = !gathered && servers.stream().anyMatch(server -> server.kind() == IceServer.Kind.TURN);
        boolean knowsPeer = gate.knowsRemote() && (!remotes.isEmpty() || gate.hasHeardPeer());
        if (started || component == null || relaysPending || !knowsPeer || reported == IceState.CLOSED) {
            return;
        }
        started = true;
        remotes.forEach(remote -> component.addRemoteCandidate(Ice4jCandidates.theirs(remote, component)));
        agent.startConnectivityEstablishment();
        settle();
    }

    private final class Entrance implements UdpLoop.Receiver {
        private Ice4jSocket socket;

        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            if (reported == IceState.CLOSED) {
                return;
            }
            if (PacketKind.of(bytes, offset, length) == PacketKind.STUN) {
                gate.onStun(socket, from, bytes, offset, length);
                startWhenReady();
            } else if (gate.isPeer(from)) {
                listener.onPacket(bytes, offset, length, now);
            } else {
                strangersPackets++;
            }
        }
    }

    private void onRelayed(InetSocketAddress from, byte[] bytes) {
        boolean fromPeer = canSend() && from.equals(path.remote());
        if (fromPeer && PacketKind.of(bytes, 0, bytes.length) != PacketKind.STUN) {
            listener.onPacket(bytes, 0, bytes.length, loop.now());
        } else {
            strangersPackets++;
        }
    }

    /// On a thread of ice4j.
    private void onPairChange(PropertyChangeEvent event) {
        if (IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED.equals(event.getPropertyName())) {
            hop(() -> {
                consent.onAnswer(loop.now());
                settle();
            });
        }
    }

    /// Looks at what ice4j has come to, and tells the listener when that is new.
    private void settle() {
        if (reported == IceState.CLOSED) {
            return;
        }
        followSelection();
        IceState state = currentState();
        if (state != reported) {
            reported = state;
            listener.onStateChange(state);
        }
    }

    private void followSelection() {
        CandidatePair pair = component == null ? null : component.getSelectedPair();
        if (pair == null || path != null && pair == path.pair()) {
            return;
        }
        path = Ice4jPath.of(pair, sockets, relays);
        gate.trust(path.remote());
        consent.start(loop.now());
        arm();
    }

    private IceState currentState() {
        if (consentLost || agent.getState() == IceProcessingState.FAILED) {
            return IceState.FAILED;
        }
        if (path == null) {
            return started ? IceState.CHECKING : IceState.NEW;
        }
        if (consent.isShaky()) {
            return IceState.DISCONNECTED;
        }
        return gathered && remoteEnded ? IceState.COMPLETED : IceState.CONNECTED;
    }

    private boolean canSend() {
        return path != null && !consentLost && reported != IceState.CLOSED;
    }

    private void arm() {
        if (timer != null) {
            timer.cancel();
        }
        timer = consent.deadline() == NEVER ? null : loop.schedule(consent.deadline(), this::onTimer);
    }

    private void onTimer() {
        consent.onTime(loop.now(), new ConsentFreshness.Output() {
            @Override
            public void sendConsentCheck(long now) {
                // ice4j does, at intervals of its own that are as long
            }

            @Override
            public void consentExpired() {
                consentLost = true;
                gate.trustNobody();
                free();
            }
        });
        arm();
        settle();
    }

    /// From any thread. When the loop is closed there is nobody left to serve.
    private void hop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            free();
        }
    }

    /// Gives the allocations back, which takes a last message to the TURN server.
    private void releaseRelays() {
        relays.forEach(Ice4jRelay::close);
        free();
        hop(this::closeSockets);
    }

    private void closeSockets() {
        sockets.forEach(socket -> socket.socket().close());
    }

    /// Ends ice4j's threads; it may wait for its own locks, so not here.
    private void free() {
        if (freed.compareAndSet(false, true)) {
            sockets.forEach(Ice4jSocket::close);
            Thread.ofVirtual().name("sluice-ice4j-free").start(agent::free);
        }
    }
}
