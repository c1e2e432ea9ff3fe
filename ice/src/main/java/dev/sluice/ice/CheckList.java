package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import dev.sluice.ice.CandidatePair.State;

/// The candidates of both sides and the pairs that they form.
///
/// Bounded: at most [CandidateRules#MOST_REMOTE_CANDIDATES] of the peer are looked at and at most [#MOST_PAIRS] pairs are checked, so that a signalled list of thousands
/// does not turn us into the source of a flood.
///
/// @rfc 8445 6.1.2 Forming the Candidate Pairs
final class CheckList {
    static final int MOST_PAIRS = 100;

    private static final Comparator<CandidatePair> BY_PRIORITY = (a, b) -> Long.compareUnsigned(a.priority(),
            b.priority());

    private final IceRole role;
    private final List<LocalCandidate> locals = new ArrayList<>();
    private final List<IceCandidate> remotes = new ArrayList<>();
    private final List<CandidatePair> pairs = new ArrayList<>();

    CheckList(IceRole role) {
        this.role = role;
    }

    void addLocal(LocalCandidate local) {
        locals.add(local);
        remotes.forEach(remote -> form(local, remote));
    }

    /// False: we cannot use it, know it already, or have enough.
    boolean addRemote(IceCandidate remote) {
        if (!CandidateRules.isUsable(remote) || remotes.size() == CandidateRules.MOST_REMOTE_CANDIDATES
                || remoteAt(remote.address()) != null) {
            return false;
        }
        remotes.add(remote);
        locals.forEach(local -> form(local, remote));
        return true;
    }

    /// Null when the address is no candidate's.
    IceCandidate remoteAt(InetSocketAddress address) {
        return find(remotes, remote -> remote.address().equals(address));
    }

    /// Null when they do not form one.
    CandidatePair pairOf(LocalCandidate local, InetSocketAddress remote) {
        return find(pairs, pair -> pair.local() == local && pair.remote().address().equals(remote));
    }

    boolean isEmpty() { return pairs.isEmpty(); }

    /// How many pairs are still to be decided, which stretches the timeouts of their checks.
    int unfinished() {
        return (int) pairs.stream().filter(CandidatePair::isUnfinished).count();
    }

    boolean hasUnfinished() {
        return find(pairs, CandidatePair::isUnfinished) != null;
    }

    boolean hasUnfinishedAbove(CandidatePair bar) {
        return find(pairs, pair -> pair.isUnfinished() && BY_PRIORITY.compare(pair, bar) > 0) != null;
    }

    /// The pair whose ordinary check is next: the best waiting one, or else the best frozen one whose foundation nobody is trying; null when all are done.
    ///
    /// @rfc 8445 6.1.4.2 Performing Connectivity Checks
    CandidatePair nextOrdinary() {
        CandidatePair waiting = best(pair -> pair.is(State.WAITING));
        return waiting != null ? waiting : best(pair -> pair.is(State.FROZEN) && !isFoundationTried(pair));
    }

    CandidatePair bestSucceeded() {
        return best(pair -> pair.is(State.SUCCEEDED));
    }

    /// What works on one network path will likely work on its siblings.
    void thaw(CandidatePair succeeded) {
        for (CandidatePair pair : pairs) {
            if (pair.is(State.FROZEN) && pair.hasFoundationOf(succeeded)) {
                pair.become(State.WAITING);
            }
        }
    }

    /// No check begins any more for the pairs that are not better than the nominated one; for a controlling agent, which chose it, that is all others.
    ///
    /// @rfc 8445 8.1.2 Updating States
    void concludeWith(CandidatePair nominated, boolean controlling) {
        for (CandidatePair pair : pairs) {
            boolean obsolete = controlling || BY_PRIORITY.compare(pair, nominated) < 0;
            if (obsolete && (pair.is(State.WAITING) || pair.is(State.FROZEN))) {
                pair.become(State.FAILED);
            }
        }
    }

    void roleChanged() {
        pairs.forEach(pair -> pair.computePriority(role.isControlling()));
    }

    private void form(LocalCandidate local, IceCandidate remote) {
        if (pairs.size() == MOST_PAIRS
                || !CandidateRules.canPair(local.address().getAddress(), remote.address().getAddress())) {
            return;
        }
        CandidatePair pair = new CandidatePair(local, remote, role.isControlling());
        boolean siblingWorks = find(pairs, other -> other.is(State.SUCCEEDED) && other.hasFoundationOf(pair)) != null;
        pair.become(siblingWorks ? State.WAITING : State.FROZEN);
        pairs.add(pair);
    }

    private boolean isFoundationTried(CandidatePair pair) {
        return find(pairs, other -> other.is(State.IN_PROGRESS) && other.hasFoundationOf(pair)) != null;
    }

    private CandidatePair best(Predicate<CandidatePair> wanted) {
        return pairs.stream().filter(wanted).max(BY_PRIORITY).orElse(null);
    }

    private static <T> T find(List<T> list, Predicate<T> wanted) {
        for (T element : list) {
            if (wanted.test(element)) {
                return element;
            }
        }
        return null;
    }
}
