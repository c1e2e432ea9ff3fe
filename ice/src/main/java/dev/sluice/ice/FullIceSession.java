package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.ice.CandidatePair.State;
import dev.sluice.ice.StunTransaction.Purpose;

/// What a full agent knows and decides for one generation of credentials: it brings together the pairs ([CheckList]), the asking ([CheckClient]), the answering
/// ([CheckServer]), nomination ([Nominator] when controlling, [Selection] when controlled) and consent ([ConsentFreshness]).
///
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
    static final long FAILURE_PATIENCE = 39_500 * MILLISECOND;

    private final IceCredentials credentials;
    private final IceRole role;
    private final CheckList list;
    private final CheckServer server;
    private final CheckClient client;
    private final Nominator nominator;
    private final ConsentFreshness consent;
    private final Selection<CandidatePair> selection = new Selection<>();
    private final List<IceCandidate> reflexive = new ArrayList<>();
    private long lastNews;
    private boolean rechecked;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean failed;

    FullIceSession(IceCredentials local, boolean controlling, boolean renomination, RandomGenerator random) {
        this.credentials = local;
        this.role = new IceRole(controlling, random);
        this.list = new CheckList(role);
        this.server = new CheckServer(local);
        this.client = new CheckClient(local, role, list, random);
        this.nominator = new Nominator(list, renomination);
        this.consent = new ConsentFreshness(random);
    }

    IceCredentials credentials() {
        return credentials;
    }

    void addLocal(LocalCandidate candidate, long now) {
        lastNews = now;
        list.addLocal(candidate);
    }

    /// What the candidate was made of is gone, as a relay whose server forgot it.
    void removeLocal(LocalCandidate candidate, long now) {
        lastNews = now;
        list.removeLocal(candidate);
        CandidatePair selected = selection.selected();
        if (selected != null && selected.local() == candidate) {
            selection.replace(null);
        }
    }

    /// A server sees one of our candidates at this address; a pair that the peer sees there has this local candidate.
    void addReflexive(IceCandidate candidate) {
        reflexive.add(candidate);
    }

    void endOfLocal() {
        localEnded = true;
    }

    void remote(IceCredentials remote, boolean lite, long now) {
        lastNews = now;
        client.remote(remote);
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

    boolean isControlling() { return role.isControlling(); }

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

    List<IcePairStats> pairStats() {
        return list.pairs().stream().map(pair -> IcePairStats.of(pair, pair == selection.selected())).toList();
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

    /// The pair on which a datagram came that is not STUN; null when its sender has not proved to be the peer.
    CandidatePair pathFrom(LocalCandidate at, InetSocketAddress from) {
        if (failed) {
            return null;
        }
        CandidatePair selected = selection.selected();
        if (selected != null && selected.local() == at && selected.remote().address().equals(from)) {
            return selected;
        }
        CandidatePair pair = list.pairOf(at, from);
        return pair != null && pair.isAuthentic() ? pair : null;
    }

    /// Takes a datagram that looks like STUN and arrived at one of our candidates.
    CheckOutcome onPacket(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        if (failed) {
            return CheckOutcome.TOO_LATE;
        }
        CheckOutcome outcome = take(at, from, bytes, offset, length, now);
        nominateIfControlling(now);
        return outcome;
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
        lookForAnotherPath(now);
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
            pair.proved();
            pair.counters().requestsReceived++;
            pair.counters().responsesSent++;
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
    private CandidatePair pairOf(LocalCandidate at, InetSocketAddress from) {
        if (list.remoteAt(from) == null) {
            list.learn(new IceCandidate("prflx" + from, IceCandidate.RTP_COMPONENT, IceCandidate.UDP,
                    server.check().priority(), from, IceCandidateType.PEER_REFLEXIVE, null, null),
                    selection.selected());
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
        if (!list.contains(pair)) {
            return;
        }
        pair.proved();
        if (purpose == Purpose.CONSENT) {
            if (pair == selection.selected()) {
                rechecked = false;
                consent.onAnswer(now);
            }
            return;
        }
        lastNews = now;
        pair.succeeded(seenByPeer(pair.local(), mapped));
        list.thaw(pair);
        nominator.worked(now);
        nominator.concluded(purpose == Purpose.NOMINATION ? pair : null);
        if (purpose == Purpose.NOMINATION && role.isControlling()) {
            pair.nominatedAt(now);
            selection.replace(pair);
            select(true, now);
        } else if (pair.isNominatedByPeer() && !role.isControlling()) {
            select(selection.nominate(pair, pair.peerNomination(), now), now);
        } else {
            doubtSelected(pair, now);
        }
    }

    /// The peer has begun to use another pair than the one that was nominated: does that still work?
    private void doubtSelected(CandidatePair other, long now) {
        CandidatePair selected = selection.selected();
        if (role.isControlling() && selected != null && other != selected
                && other.remote().type() == IceCandidateType.PEER_REFLEXIVE) {
            consent.hurry(selected.counters().currentRoundTripTime(), now);
        }
    }

    /// @rfc 8445 7.2.5.3.1 Discovering Peer-Reflexive Candidates
    private IceCandidate seenByPeer(LocalCandidate local, InetSocketAddress mapped) {
        if (mapped.equals(local.address())) {
            return local.candidate();
        }
        for (IceCandidate known : reflexive) {
            if (known.address().equals(mapped)) {
                return known;
            }
        }
        return IceCandidate.udp(IceCandidateType.PEER_REFLEXIVE, mapped, local.candidate().localPreference(),
                local.address());
    }

    @Override
    public void failed(CandidatePair pair, Purpose purpose, long now) {
        pair.become(State.FAILED);
        nominator.concluded(pair);
    }

    @Override
    public void roleConflict(CandidatePair pair) {
        role.concede();
        switchRole(role.isControlling());
    }

    private void switchRole(boolean controlling) {
        role.become(controlling);
        nominator.forget();
        list.roleChanged();
    }

    private void select(boolean changed, long now) {
        if (changed) {
            rechecked = false;
            consent.start(now);
            if (!nominator.isRenominating()) {
                list.concludeWith(selection.selected(), role.isControlling());
            }
        }
    }

    private void nominateIfControlling(long now) {
        if (now >= nominationDeadline()) {
            CandidatePair next = nominator.nominate(selection.selected(), consent.isShaky());
            client.nominate(next, nominator.number());
        }
    }

    private long nominationDeadline() {
        return role.isControlling() ? nominator.deadline(selection.selected(), consent.isShaky()) : NEVER;
    }

    /// When the selected pair has stopped answering: those that worked once may do so still.
    private void lookForAnotherPath(long now) {
        CandidatePair selected = selection.selected();
        if (selected != null && role.isControlling() && consent.isShaky() && !rechecked) {
            rechecked = true;
            list.forEachSucceeded(pair -> {
                if (pair != selected) {
                    client.recheck(pair, now);
                }
            });
        }
    }

    private long failureAt() {
        boolean works = selection.selected() != null || list.hasUnfinished();
        boolean waitsForCandidates = list.isEmpty() && !remoteEnded;
        return works || waitsForCandidates || !client.isReady() ? NEVER : lastNews + FAILURE_PATIENCE;
    }

    @Override
    public void sendConsentCheck(long now) {
        if (selection.selected() != null) {
            client.sendConsentCheck(selection.selected(), now);
        }
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
    }
}
