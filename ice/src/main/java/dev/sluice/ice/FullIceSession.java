package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.sluice.ice.CandidatePair.State;
import dev.sluice.ice.StunTransaction.Purpose;

/// What a full agent knows and decides: it brings together the pairs ([CheckList]), the asking ([CheckClient]), the answering ([CheckServer]), nomination
/// ([Selection]) and consent ([ConsentFreshness]).
///
/// *Controlling* it nominates regularly: the best pair that works, once nothing better is pending or 100 ms have passed since the first worked.
/// *Controlled* it follows the peer's nominations as soon as its own check of the pair has succeeded.
///
/// It fails when nothing is left to check and nothing new has come for 39.5 s (a check's whole life), because the peer may still reach us from an address
/// that we do not know; and when consent runs out.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 8445 6 ICE Candidate Processing
/// @rfc 8863 4 Revising ICE's Failure Handling
final class FullIceSession implements CheckClient.Output, ConsentFreshness.Output {
    static final long NOMINATION_PATIENCE = 100 * MILLISECOND;
    static final long FAILURE_PATIENCE = 39_500 * MILLISECOND;

    private final IceRole role;
    private final CheckCounters counters;
    private final CheckList list;
    private final CheckServer server;
    private final CheckClient client;
    private final ConsentFreshness consent;
    private final Selection<CandidatePair> selection = new Selection<>();
    private final Set<InetSocketAddress> authentic = new HashSet<>();
    private CandidatePair nominating;
    private long firstSuccess = NEVER;
    private long lastNews;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean failed;

    FullIceSession(IceCredentials local, boolean controlling, RandomGenerator random, CheckCounters counters) {
        this.role = new IceRole(controlling, random);
        this.counters = counters;
        this.list = new CheckList(role);
        this.server = new CheckServer(local);
        this.client = new CheckClient(local, role, list, random);
        this.consent = new ConsentFreshness(random);
    }

    void addLocal(LocalCandidate candidate, long now) {
        lastNews = now;
        list.addLocal(candidate);
    }

    void endOfLocal() {
        localEnded = true;
    }

    void remote(IceCredentials credentials, boolean lite, long now) {
        lastNews = now;
        client.remote(credentials);
        if (lite && !role.isControlling()) {
            role.become(true); // RFC 8445 6.1.1: towards a lite agent the full one controls
            list.roleChanged();
        }
    }

    boolean addRemote(IceCandidate candidate, long now) {
        lastNews = now;
        return list.addRemote(candidate);
    }

    void endOfRemote(long now) {
        lastNews = now;
        remoteEnded = true;
    }

    IceState state() {
        if (failed) {
            return IceState.FAILED;
        }
        if (selection.selected() == null) {
            return client.isReady() && !list.isEmpty() ? IceState.CHECKING : IceState.NEW;
        }
        if (consent.isShaky()) {
            return IceState.DISCONNECTED;
        }
        return localEnded && remoteEnded ? IceState.COMPLETED : IceState.CONNECTED;
    }

    Optional<IceCandidatePair> selectedPair() {
        return Optional.ofNullable(selection.selected()).map(CandidatePair::valid);
    }

    /// The pair to send on: the selected one, before that the best that works; null when there is none.
    ///
    /// @rfc 8445 12.1 Sending Data
    CandidatePair path() {
        if (failed) {
            return null;
        }
        return selection.selected() != null ? selection.selected() : list.bestSucceeded();
    }

    /// Whether the address has proved to be the peer's.
    boolean isPeer(InetSocketAddress address) {
        return authentic.contains(address);
    }

    /// Takes a datagram that looks like STUN and arrived at one of our candidates.
    void onPacket(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        counters.count(failed ? CheckOutcome.TOO_LATE : take(at, from, bytes, offset, length, now));
        nominateIfControlling(now);
    }

    long deadline() {
        if (failed) {
            return NEVER;
        }
        return Math.min(Math.min(client.deadline(), consent.deadline()), Math.min(nominationDeadline(), failureAt()));
    }

    void onTime(long now) {
        if (failed) {
            return;
        }
        client.onTime(now, this);
        nominateIfControlling(now);
        consent.onTime(now, this);
        if (now >= failureAt()) {
            fail();
        }
    }

    private CheckOutcome take(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length,
            long now) {
        CheckOutcome outcome = server.judge(bytes, offset, length);
        return switch (outcome) {
            case NOT_A_BINDING_REQUEST -> server.check().isBindingResponse()
                    ? client.onResponse(server.check(), at, from, now, this)
                    : outcome;
            case UNKNOWN_ATTRIBUTES -> answer(at, from, server.unknownAttributes(bytes, offset), outcome);
            case ANSWERED -> onAuthenticCheck(at, from, bytes, offset, now);
            default -> outcome;
        };
    }

    private CheckOutcome onAuthenticCheck(LocalCandidate at, InetSocketAddress from, byte[] bytes, int request,
            long now) {
        if (role.isClaimedBy(server.check())) {
            if (role.prevailsOver(server.check())) {
                return answer(at, from, server.roleConflict(bytes, request), CheckOutcome.ROLE_CONFLICT);
            }
            switchRole(!role.isControlling());
        }
        byte[] address = from.getAddress().getAddress();
        answer(at, from, server.success(bytes, request, address, from.getPort()), CheckOutcome.ANSWERED);
        CandidatePair pair = pairOf(at, from);
        if (pair != null) {
            lastNews = now;
            authentic.add(from);
            followNomination(pair, now);
            client.trigger(pair, now);
        }
        return CheckOutcome.ANSWERED;
    }

    private static CheckOutcome answer(LocalCandidate at, InetSocketAddress to, StunWriter answer,
            CheckOutcome outcome) {
        at.socket().send(to, answer.bytes(), 0, answer.length());
        return outcome;
    }

    /// The pair on which a check arrived. An address that nobody told us of is a peer-reflexive candidate; null when there are too many.
    ///
    /// @rfc 8445 7.3.1.3 Learning Peer-Reflexive Candidates
    private CandidatePair pairOf(LocalCandidate at, InetSocketAddress from) {
        if (list.remoteAt(from) == null) {
            list.addRemote(new IceCandidate("prflx" + from, IceCandidate.RTP_COMPONENT, IceCandidate.UDP,
                    server.check().priority(), from, IceCandidateType.PEER_REFLEXIVE, null, null));
        }
        return list.pairOf(at, from);
    }

    private void followNomination(CandidatePair pair, long now) {
        if (role.isControlling() || !server.check().isNominating()) {
            return;
        }
        long number = server.check().nomination();
        if (pair.is(State.SUCCEEDED)) {
            select(selection.nominate(pair, number, now), now);
        } else {
            pair.nominatedByPeer(number);
        }
    }

    @Override
    public void succeeded(CandidatePair pair, Purpose purpose, InetSocketAddress mapped, long now) {
        authentic.add(pair.remote().address());
        if (purpose == Purpose.CONSENT) {
            if (pair == selection.selected()) {
                consent.onAnswer(now);
            }
            return;
        }
        lastNews = now;
        pair.succeeded(seenByPeer(pair.local(), mapped));
        list.thaw(pair);
        firstSuccess = Math.min(firstSuccess, now);
        if (purpose == Purpose.NOMINATION && role.isControlling()) {
            nominating = null;
            selection.replace(pair);
            select(true, now);
        } else if (pair.isNominatedByPeer() && !role.isControlling()) {
            select(selection.nominate(pair, pair.peerNomination(), now), now);
        }
    }

    /// @rfc 8445 7.2.5.3.1 Discovering Peer-Reflexive Candidates
    private static IceCandidate seenByPeer(LocalCandidate local, InetSocketAddress mapped) {
        if (mapped.equals(local.address())) {
            return local.candidate();
        }
        int localPreference = (int) (local.candidate().priority() >>> 8) & IceCandidate.MOST_LOCAL_PREFERENCE;
        return IceCandidate.udp(IceCandidateType.PEER_REFLEXIVE, mapped, localPreference, local.address());
    }

    @Override
    public void failed(CandidatePair pair, Purpose purpose, long now) {
        pair.become(State.FAILED);
        if (pair == nominating) {
            nominating = null;
        }
    }

    @Override
    public void roleConflict(CandidatePair pair) {
        role.concede();
        switchRole(role.isControlling());
    }

    private void switchRole(boolean controlling) {
        role.become(controlling);
        nominating = null;
        list.roleChanged();
    }

    private void select(boolean changed, long now) {
        if (changed) {
            consent.start(now);
            list.concludeWith(selection.selected(), role.isControlling());
        }
    }

    private void nominateIfControlling(long now) {
        if (now >= nominationDeadline()) {
            nominating = list.bestSucceeded();
            client.nominate(nominating);
        }
    }

    private long nominationDeadline() {
        if (!role.isControlling() || nominating != null || selection.selected() != null) {
            return NEVER;
        }
        CandidatePair best = list.bestSucceeded();
        if (best == null) {
            return NEVER;
        }
        return list.hasUnfinishedAbove(best) ? firstSuccess + NOMINATION_PATIENCE : firstSuccess;
    }

    private long failureAt() {
        boolean works = selection.selected() != null || list.hasUnfinished();
        boolean waitsForCandidates = list.isEmpty() && !remoteEnded;
        return works || waitsForCandidates || !client.isReady() ? NEVER : lastNews + FAILURE_PATIENCE;
    }

    @Override
    public void sendConsentCheck(long now) {
        client.sendConsentCheck(selection.selected(), now);
    }

    @Override
    public void consentRevoked() {
        consent.revoke(this);
    }

    @Override
    public void consentExpired() {
        fail();
    }

    private void fail() {
        failed = true;
        client.stop();
        authentic.clear();
    }
}
