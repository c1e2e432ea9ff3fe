package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.sluice.ice.CandidatePair.State;

/// The candidates of both sides and the pairs that they form.
///
/// Bounded: at most [CandidateRules#MOST_REMOTE_CANDIDATES] of the peer are looked at and at most [#MOST_PAIRS] pairs are checked, so that a signalled list of thousands
/// does not turn us into the source of a flood. A better pair takes the place of the worst that nobody has checked yet; a newly found address of the peer that of
/// the address found longest ago.
///
/// Reflexive candidates of our own form no pairs: what they would send leaves from their base, which is paired already.
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
        if (!locals.contains(local)) {
            locals.add(local);
            remotes.forEach(remote -> form(local, remote));
        }
    }

    /// The candidate is lost with what it was made of, and so are its pairs.
    void removeLocal(LocalCandidate local) {
        locals.remove(local);
        pairs.removeIf(pair -> pair.local() == local);
    }

    /// False: we cannot use it, know it already, or have enough.
    boolean addRemote(IceCandidate remote) {
        IceCandidate known = remoteAt(remote.address());
        if (!CandidateRules.isUsable(remote) || known != null && known.type() != IceCandidateType.PEER_REFLEXIVE) {
            return false;
        }
        if (known != null) {
            replace(known, remote);
            return true;
        }
        return remotes.size() < CandidateRules.MOST_REMOTE_CANDIDATES && pairWithAll(remote);
    }

    /// An address of the peer that a check came from. Pairs with `inUse` are not given up for it.
    ///
    /// @rfc 8445 7.3.1.3 Learning Peer-Reflexive Candidates
    void learn(IceCandidate reflexive, CandidatePair inUse) {
        if (remotes.size() == CandidateRules.MOST_REMOTE_CANDIDATES) {
            IceCandidate oldest = find(remotes, remote -> remote.type() == IceCandidateType.PEER_REFLEXIVE
                    && (inUse == null || inUse.remote() != remote));
            if (oldest != null) {
                forget(oldest);
            }
        }
        addRemote(reflexive);
    }

    /// Null when the address is no candidate's.
    IceCandidate remoteAt(InetSocketAddress address) {
        return find(remotes, remote -> remote.address().equals(address));
    }

    /// Null when they do not form one.
    CandidatePair pairOf(LocalCandidate local, InetSocketAddress remote) {
        for (CandidatePair pair : pairs) {
            if (pair.local() == local && pair.remote().address().equals(remote)) {
                return pair;
            }
        }
        return null;
    }

    boolean contains(CandidatePair pair) {
        return pairs.contains(pair);
    }

    List<CandidatePair> pairs() {
        return pairs;
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

    /// The best pair that has worked since `pair` did last; null when there is none.
    CandidatePair bestFresherThan(CandidatePair pair) {
        long lastAnswer = pair.counters().lastAnswer();
        return best(other -> other != pair && other.is(State.SUCCEEDED) && other.counters().lastAnswer() > lastAnswer);
    }

    void forEachSucceeded(Consumer<CandidatePair> action) {
        List.copyOf(pairs).stream().filter(pair -> pair.is(State.SUCCEEDED)).forEach(action);
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

    private boolean pairWithAll(IceCandidate remote) {
        remotes.add(remote);
        locals.forEach(local -> form(local, remote));
        return true;
    }

    private void replace(IceCandidate found, IceCandidate signalled) {
        remotes.set(remotes.indexOf(found), signalled);
        pairs.stream().filter(pair -> pair.remote() == found).forEach(pair -> pair.remote(signalled));
    }

    private void forget(IceCandidate remote) {
        remotes.remove(remote);
        pairs.removeIf(pair -> pair.remote() == remote);
    }

    private void form(LocalCandidate local, IceCandidate remote) {
        if (!CandidateRules.canPair(local.address().getAddress(), remote.address().getAddress())) {
            return;
        }
        CandidatePair pair = new CandidatePair(local, remote, role.isControlling());
        if (pairs.size() == MOST_PAIRS && !makeRoomFor(pair)) {
            return;
        }
        boolean siblingWorks = find(pairs, other -> other.is(State.SUCCEEDED) && other.hasFoundationOf(pair)) != null;
        pair.become(siblingWorks ? State.WAITING : State.FROZEN);
        pairs.add(pair);
    }

    /// @rfc 8445 6.1.2.5 Removing Lower-Priority Pairs
    private boolean makeRoomFor(CandidatePair pair) {
        CandidatePair worst = pairs.stream().filter(other -> other.is(State.FROZEN) || other.is(State.FAILED))
                .min(BY_PRIORITY).orElse(null);
        return worst != null && BY_PRIORITY.compare(worst, pair) < 0 && pairs.remove(worst);
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
