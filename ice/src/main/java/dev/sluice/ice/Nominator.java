package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

/// When a controlling agent nominates which pair.
///
/// *The first time* it is the best pair that works, once nothing better is pending or 100 ms have passed since the first one worked. With a relayed one it has 600 ms
/// of patience: between two NATs the direct ones often work at the second attempt only.
///
/// *Later* a pair is replaced that does not answer any more, by the best of those that have answered since: the peer may have moved, or have been moved by its NAT,
/// to an address that we have learnt from its checks. And when both sides agreed on renomination, by any better one, as soon as that works; nominations are numbered then.
///
/// @rfc 8445 8.1.1 Nominating Pairs
final class Nominator {
    static final long PATIENCE = 100 * MILLISECOND;
    static final long PATIENCE_WITH_RELAY = 600 * MILLISECOND;

    private final CheckList list;
    private final boolean renomination;
    private CandidatePair pending;
    private long firstSuccess = NEVER;
    private long number;

    Nominator(CheckList list, boolean renomination) {
        this.list = list;
        this.renomination = renomination;
    }

    boolean isRenominating() { return renomination; }

    void worked(long now) {
        firstSuccess = Math.min(firstSuccess, now);
    }

    /// The nomination of this pair, if it was under way, has been answered or given up.
    void concluded(CandidatePair pair) {
        pending = pending == pair ? null : pending;
    }

    /// The role has changed: nothing that was asked in the other one counts.
    void forget() {
        pending = null;
    }

    /// `selected` is null before the first nomination was answered.
    long deadline(CandidatePair selected, boolean shaky) {
        CandidatePair next = pending != null ? null : next(selected, shaky);
        if (next == null) {
            return NEVER;
        }
        boolean hopes = selected == null && list.hasUnfinishedAbove(next);
        return !hopes ? firstSuccess : firstSuccess + (next.isRelayed() ? PATIENCE_WITH_RELAY : PATIENCE);
    }

    /// The pair to nominate now.
    CandidatePair nominate(CandidatePair selected, boolean shaky) {
        pending = next(selected, shaky);
        number++;
        return pending;
    }

    /// Of the latest nomination; 0 when the peer does not expect numbers.
    long number() {
        return renomination ? number : 0;
    }

    private CandidatePair next(CandidatePair selected, boolean shaky) {
        if (selected == null) {
            return list.bestSucceeded();
        }
        if (shaky) {
            return list.bestFresherThan(selected);
        }
        CandidatePair best = renomination ? list.bestSucceeded() : null;
        return best != null && Long.compareUnsigned(best.priority(), selected.priority()) > 0 ? best : null;
    }
}
