package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import dev.sluice.ice.CandidatePair.State;
import dev.sluice.ice.StunAttribute.IceControlled;
import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.Nomination;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunTransaction.Purpose;

/// The asking half of a full agent: sends checks, one every 50 ms at most, repeats them, and judges the responses.
///
/// Triggered checks and nominations go before ordinary ones. Nothing is sent before the peer's credentials are there.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 8445 7.2 STUN Client Procedures
/// @rfc 8445 14 Setting Ta and RTO
final class CheckClient {
    static final long TA = 50 * MILLISECOND;

    private static final int ROLE_CONFLICT = 487;
    private static final int FORBIDDEN = 403;

    private final IceCredentials local;
    private final IceRole role;
    private final CheckList list;
    private final RandomGenerator random;
    private final StunWriter writer = new StunWriter();
    private final ArrayDeque<CandidatePair> triggered = new ArrayDeque<>();
    private final Map<TransactionId, StunTransaction> open = new LinkedHashMap<>();
    private CandidatePair toNominate;
    private long nomination;
    private String username;
    private StunIntegrity integrity;
    private long nextCheck = -NEVER;

    /// Must not call back in.
    interface Output {
        /// A check was answered; `mapped` is where the peer saw it come from.
        void succeeded(CandidatePair pair, Purpose purpose, InetSocketAddress mapped, long now);

        void failed(CandidatePair pair, Purpose purpose, long now);

        /// The peer claims the role in which we sent the check.
        void roleConflict(CandidatePair pair);

        /// The peer wants nothing from us any more.
        void consentRevoked();
    }

    CheckClient(IceCredentials local, IceRole role, CheckList list, RandomGenerator random) {
        this.local = local;
        this.role = role;
        this.list = list;
        this.random = random;
    }

    void remote(IceCredentials remote) {
        username = remote.ufrag() + ":" + local.ufrag();
        integrity = StunIntegrity.shortTerm(remote.pwd());
    }

    boolean isReady() { return integrity != null; }

    /// A check from the peer has shown that the pair may work: check it as soon as possible.
    ///
    /// @rfc 8445 7.3.1.4 Triggered Checks
    void trigger(CandidatePair pair, long now) {
        if (pair.is(State.SUCCEEDED) || triggered.contains(pair)) {
            return;
        }
        if (pair.check() != null) {
            pair.check().cancel(now);
        }
        pair.become(State.WAITING);
        triggered.add(pair);
    }

    /// Asks whether a pair that has worked does so still.
    void recheck(CandidatePair pair, long now) {
        pair.become(State.WAITING);
        trigger(pair, now);
    }

    /// The nomination carries the number, unless that is 0.
    ///
    /// @rfc 8445 8.1.1 Nominating Pairs
    void nominate(CandidatePair pair, long number) {
        toNominate = pair;
        nomination = number;
    }

    /// When controlling it repeats the nomination: behind a NAT that has moved, the peer sees another pair than it was told to take.
    void sendConsentCheck(CandidatePair pair, long now) {
        pair.counters().consentRequestsSent++;
        send(pair, Purpose.CONSENT, now);
    }

    /// Forgets everything that is under way: there is nothing to ask any more.
    void stop() {
        triggered.clear();
        open.clear();
        toNominate = null;
        integrity = null;
    }

    long deadline() {
        long deadline = isReady() && hasSomethingToCheck() ? nextCheck : NEVER;
        for (StunTransaction transaction : open.values()) {
            deadline = Math.min(deadline, transaction.deadline());
        }
        return deadline;
    }

    void onTime(long now, Output out) {
        if (isReady() && now >= nextCheck && hasSomethingToCheck()) {
            sendNext(now);
        }
        open.values().removeIf(transaction -> isOver(transaction, now, out));
    }

    /// Takes a Binding response that arrived at one of our candidates.
    CheckOutcome onResponse(StunWindow response, LocalCandidate at, InetSocketAddress from, long now, Output out) {
        TransactionId id = response.transactionId();
        StunTransaction transaction = open.get(id);
        if (transaction == null) {
            return CheckOutcome.UNKNOWN_TRANSACTION;
        }
        if (!response.fingerprintMatches()) {
            return CheckOutcome.MISSING_OR_WRONG_FINGERPRINT;
        }
        if (!response.integrityMatches(integrity)) {
            return response.hasIntegrity() ? CheckOutcome.WRONG_INTEGRITY : CheckOutcome.MISSING_INTEGRITY;
        }
        open.remove(id);
        boolean symmetric = from.equals(transaction.pair().remote().address()) && at == transaction.pair().local();
        judge(response, transaction, symmetric, now, out);
        return CheckOutcome.RESPONSE;
    }

    private void judge(StunWindow response, StunTransaction transaction, boolean symmetric, long now, Output out) {
        CandidatePair pair = transaction.pair();
        InetSocketAddress mapped = response.xorMappedAddress();
        int error = response.errorCode();
        if (response.stunClass() == StunClass.SUCCESS_RESPONSE && symmetric && mapped != null) {
            triggered.remove(pair);
            pair.counters().answered(transaction.roundTripTime(now), now);
            out.succeeded(pair, transaction.purpose(), mapped, now);
        } else if (error == ROLE_CONFLICT) {
            repeatInOtherRole(transaction, now, out);
        } else if (error == FORBIDDEN && transaction.purpose() == Purpose.CONSENT) {
            out.consentRevoked();
        } else {
            giveUp(transaction, now, out);
        }
    }

    private void repeatInOtherRole(StunTransaction transaction, long now, Output out) {
        boolean stillInThatRole = transaction.wasControlling() == role.isControlling();
        if (stillInThatRole) {
            out.roleConflict(transaction.pair());
        }
        if (transaction.purpose() != Purpose.CONSENT) {
            trigger(transaction.pair(), now);
        }
    }

    private boolean isOver(StunTransaction transaction, long now, Output out) {
        return switch (transaction.onTime(now)) {
            case NOTHING -> false;
            case RESEND -> {
                transmit(transaction.pair(), transaction.request());
                yield false;
            }
            case GIVE_UP -> {
                giveUp(transaction, now, out);
                yield true;
            }
        };
    }

    private void giveUp(StunTransaction transaction, long now, Output out) {
        if (!transaction.isCancelled() && transaction.purpose() != Purpose.CONSENT) {
            out.failed(transaction.pair(), transaction.purpose(), now);
        }
    }

    private boolean hasSomethingToCheck() {
        return toNominate != null || !triggered.isEmpty() || list.nextOrdinary() != null;
    }

    private void sendNext(long now) {
        nextCheck = now + TA;
        triggered.removeIf(pair -> !list.contains(pair));
        if (toNominate != null) {
            send(toNominate, Purpose.NOMINATION, now);
            toNominate = null;
        } else if (!triggered.isEmpty()) {
            CandidatePair next = triggered.poll();
            next.checking(send(next, Purpose.TRIGGERED_CHECK, now));
        } else if (list.nextOrdinary() != null) {
            CandidatePair next = list.nextOrdinary();
            next.checking(send(next, Purpose.ORDINARY_CHECK, now));
        }
    }

    private StunTransaction send(CandidatePair pair, Purpose purpose, long now) {
        TransactionId id = TransactionId.random(random);
        byte[] request = request(pair, purpose, id);
        long rto = Math.max(StunTransaction.INITIAL_RTO, TA * list.unfinished());
        StunTransaction transaction = new StunTransaction(pair, purpose, role.isControlling(), request, rto, now);
        open.put(id, transaction);
        transmit(pair, request);
        return transaction;
    }

    private byte[] request(CandidatePair pair, Purpose purpose, TransactionId id) {
        IceCandidate own = pair.local().candidate();
        int localPreference = (int) (own.priority() >>> 8) & IceCandidate.MOST_LOCAL_PREFERENCE;
        long priority = IceCandidate.priority(IceCandidateType.PEER_REFLEXIVE, localPreference, own.component());
        writer.start(StunClass.REQUEST, Stun.BINDING, id).add(new Username(username)).add(new Priority(priority));
        writer.add(role.isControlling()
                ? new IceControlling(role.tieBreaker())
                : new IceControlled(role.tieBreaker()));
        if (purpose == Purpose.NOMINATION || purpose == Purpose.CONSENT && role.isControlling()) {
            addNomination();
        }
        return writer.integrity(integrity).fingerprint().toByteArray();
    }

    private void addNomination() {
        writer.add(new UseCandidate());
        if (nomination != 0) {
            writer.add(new Nomination(nomination));
        }
    }

    private static void transmit(CandidatePair pair, byte[] request) {
        pair.counters().requestsSent++;
        pair.local().socket().send(pair.remote().address(), request, 0, request.length);
    }
}
