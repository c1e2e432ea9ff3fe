package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.wire.PacketKind;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Timer;

/// A full agent of our own: host, reflexive and relayed candidates, trickled; checks, nomination, consent; restarts that keep what was gathered.
///
/// It needs no thread and no clock but its loop's, so thousands share one loop, and tests run it on virtual time.
///
/// Beyond what [IceAgent] promises, it restarts by itself: [#restart] makes new credentials while the old path goes on carrying media, and the new path takes over
/// once it has been found. If none is found, or [#cancelRestart] is called, the old one goes on.
///
/// @rfc 8445 Interactive Connectivity Establishment (ICE)
public final class FullIceAgent implements IceAgent {
    private final UdpLoop loop;
    private final RandomGenerator random;
    private final IceSettings settings;
    private final Listener listener;
    private final CheckCounters counters = new CheckCounters();
    private final CandidateGatherer gatherer;
    private final Map<String, String> foundations = new HashMap<>();
    private FullIceSession active;
    /// The session of a restart that has found no path yet; null when there is none.
    private FullIceSession next;
    private IceState reported = IceState.NEW;
    private Timer timer;
    private long timerAt = NEVER;
    private boolean announcing;
    private int resolving;
    private long ignoredCandidates;
    private long strangersPackets;

    private FullIceAgent(UdpLoop loop, RandomGenerator random, boolean controlling, Listener listener,
            IceSettings settings) {
        this.loop = loop;
        this.random = random;
        this.settings = settings;
        this.listener = listener;
        this.gatherer = new CandidateGatherer(loop, random, settings, new Gathered());
        this.active = session(controlling);
    }

    /// Makes agents that work with the settings.
    public static Factory factory(IceSettings settings) {
        return (loop, random, controlling, listener) -> new FullIceAgent(loop, random, controlling, listener, settings);
    }

    /// Of the newest session.
    @Override
    public IceCredentials localCredentials() {
        return newest().credentials();
    }

    /// After [#restart] tells the listener of all candidates again: the peer has to learn them under the new credentials.
    ///
    /// @throws UncheckedIOException when none of the addresses can be bound
    @Override
    public void gather() {
        if (gatherer.hasBegun() && next == null) {
            throw new IllegalStateException("Candidates are gathered already: call restart() to gather again");
        }
        announcing = true;
        gatherer.gather();
        settle();
    }

    @Override
    public void remote(IceCredentials remote, boolean lite) {
        newest().remote(remote, lite, loop.now());
        settle();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {
        boolean resolvable = settings.resolver() != null && CandidateRules.isUsableOnceResolved(candidate)
                && resolving < CandidateRules.MOST_REMOTE_CANDIDATES;
        if (resolvable) {
            resolve(candidate);
        } else if (!newest().addRemote(candidate, loop.now())) {
            ignoredCandidates++;
        }
        settle();
    }

    @Override
    public void endOfRemoteCandidates() {
        newest().endOfRemote(loop.now());
        settle();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        CandidatePair path = reported == IceState.CLOSED ? null : active.path();
        if (path == null && next != null) {
            path = next.path();
        }
        if (path != null) {
            path.counters().sent(length);
            path.local().socket().send(path.remote().address(), bytes, offset, length);
        }
    }

    /// Begins an ICE restart, in the place of one that has not found a path yet. Then [#gather], and give the peer's new credentials and candidates.
    ///
    /// @rfc 8445 9 ICE Restarts
    public IceCredentials restart(boolean controlling) {
        if (!gatherer.hasBegun()) {
            throw new IllegalStateException("There is nothing to restart: call gather() first");
        }
        next = session(controlling);
        announcing = false;
        resolving = 0;
        return next.credentials();
    }

    /// Goes on as if [#restart] had not been called, unless its path has taken over already.
    public void cancelRestart() {
        next = null;
        settle();
    }

    @Override
    public IceState state() {
        return reported;
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return active.selectedPair();
    }

    @Override
    public List<IcePairStats> pairStats() {
        return active.pairStats();
    }

    /// What became of the STUN messages that came in.
    public CheckCounters counters() {
        return counters;
    }

    /// Candidates of the peer that were not used: of another transport or component, named and not to be resolved, not unicast, known before, or too many.
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
        reported = IceState.CLOSED;
        gatherer.close();
        listener.onStateChange(reported);
    }

    private FullIceSession session(boolean controlling) {
        return new FullIceSession(IceCredentials.generate(random, ""), controlling, settings.renomination(), random);
    }

    private FullIceSession newest() {
        return next != null ? next : active;
    }

    private void resolve(IceCandidate candidate) {
        FullIceSession asking = newest();
        resolving++;
        settings.resolver().resolve(candidate.address().getHostString(), found -> {
            InetSocketAddress address = new InetSocketAddress(found, candidate.address().getPort());
            boolean wanted = reported != IceState.CLOSED && (asking == active || asking == next);
            if (wanted && asking.addRemote(candidate.seenAs(candidate.foundation(), address, candidate.related()),
                    loop.now())) {
                resolving--;
            }
            settle();
        });
    }

    private final class Gathered implements CandidateGatherer.Output {
        @Override
        public void onLocal(LocalCandidate candidate) {
            newest().addLocal(candidate, loop.now());
            announce(candidate.candidate());
        }

        @Override
        public void onReflexive(IceCandidate candidate) {
            newest().addReflexive(candidate);
            announce(candidate);
        }

        @Override
        public void onLost(LocalCandidate candidate) {
            active.removeLocal(candidate, loop.now());
            if (next != null) {
                next.removeLocal(candidate, loop.now());
            }
        }

        @Override
        public void onComplete() {
            announcing = false;
            newest().endOfLocal();
            listener.onGatheringComplete();
        }

        @Override
        public void onDatagram(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length,
                long now) {
            if (reported == IceState.CLOSED) {
                return;
            }
            if (PacketKind.of(bytes, offset, length) == PacketKind.STUN) {
                counters.count(onStun(at, from, bytes, offset, length, now));
                settle();
            } else {
                onData(at, from, bytes, offset, length, now);
            }
        }

        @Override
        public void onServer() {
            settle();
        }

        @Override
        public void rearm() {
            if (reported != IceState.CLOSED) {
                arm();
            }
        }
    }

    /// During a restart the newer session looks first; what it knows nothing of is the older one's.
    private CheckOutcome onStun(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length,
            long now) {
        CheckOutcome outcome = newest().onPacket(at, from, bytes, offset, length, now);
        boolean foreign = outcome == CheckOutcome.UNKNOWN_UFRAG || outcome == CheckOutcome.UNKNOWN_TRANSACTION;
        return foreign && next != null ? active.onPacket(at, from, bytes, offset, length, now) : outcome;
    }

    private void onData(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        CandidatePair path = active.pathFrom(at, from);
        if (path == null && next != null) {
            path = next.pathFrom(at, from);
        }
        if (path == null) {
            strangersPackets++;
            return;
        }
        path.counters().received(length);
        listener.onPacket(bytes, offset, length, now);
    }

    private void announce(IceCandidate candidate) {
        if (announcing) {
            listener.onLocalCandidate(disguise(candidate));
        }
    }

    /// What tells more of our network than the peer needs is left away; so is the foundation, from which an address could be guessed.
    ///
    /// @rfc 8828 5.2 Modes and Recommendations
    private IceCandidate disguise(IceCandidate candidate) {
        IceCandidateType type = candidate.type();
        boolean hidesHosts = settings.hostNames() != null || settings.policy() == IceTransportPolicy.RELAY;
        if (!hidesHosts || type == IceCandidateType.RELAYED && settings.policy() == IceTransportPolicy.ALL) {
            return candidate;
        }
        String foundation = foundations.computeIfAbsent(candidate.foundation(),
                _ -> Integer.toUnsignedString(random.nextInt()));
        InetAddress address = candidate.address().getAddress();
        if (type == IceCandidateType.HOST) {
            String name = settings.hostNames().apply(address);
            int port = candidate.address().getPort();
            return candidate.seenAs(foundation, InetSocketAddress.createUnresolved(name, port), null);
        }
        String nowhere = AddressFamily.of(address) == AddressFamily.IPV4 ? "0.0.0.0" : "::";
        InetSocketAddress related = new InetSocketAddress(InetAddress.ofLiteral(nowhere), 0);
        return candidate.seenAs(foundation, candidate.address(), related);
    }

    /// After everything that may have changed a session: who carries media, the timer, and what the listener must hear.
    private void settle() {
        if (reported == IceState.CLOSED) {
            return;
        }
        takeOver();
        arm();
        IceState state = currentState();
        if (state != reported) {
            reported = state;
            listener.onStateChange(state);
        }
    }

    private void takeOver() {
        if (next != null && next.selectedPair().isPresent()) {
            active = next;
            next = null;
        } else if (next != null && next.state() == IceState.FAILED && active.state() != IceState.FAILED) {
            next = null;
        }
    }

    private IceState currentState() {
        return next == null || isConnected(active.state()) ? active.state() : next.state();
    }

    private static boolean isConnected(IceState state) {
        return state == IceState.CONNECTED || state == IceState.COMPLETED;
    }

    private void arm() {
        long deadline = Math.min(gatherer.deadline(), active.deadline());
        deadline = next == null ? deadline : Math.min(deadline, next.deadline());
        if (deadline >= timerAt) {
            return; // the timer is early enough; when it has nothing to do it sets itself anew
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAt = deadline;
        timer = loop.schedule(deadline, this::onTimer);
    }

    private void onTimer() {
        timerAt = NEVER;
        long now = loop.now();
        gatherer.onTime(now);
        active.onTime(now);
        if (next != null) {
            next.onTime(now);
        }
        settle();
    }
}
