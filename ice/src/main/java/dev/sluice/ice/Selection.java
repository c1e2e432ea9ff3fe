package dev.sluice.ice;

import dev.sluice.wire.Time;

/// Which of the nominated is the selected one, seen from the controlled side.
///
/// Peers nominate in three ways, and a controlled agent is not told which:
///
/// - *regular* (RFC 8445): one pair, once. Trivial.
/// - *aggressive* (RFC 5245): every check nominates, for minutes; of all nominated pairs the one of highest priority counts.
/// - *renomination*: a peer that moved to another network nominates the new pair, often of lower priority, and stops nominating the old one.
///   libwebrtc does so towards lite peers, and numbers its nominations when both sides agreed on that.
///
/// And the network reorders: a check that was late must not bring the old pair back. So the newest nomination wins at once when it has a higher number; when
/// it has none, it wins at once if it comes for a pair that is at least as good and was not selected before, or if the selected pair has not been nominated
/// for three seconds (libwebrtc repeats every 2.5); otherwise it wins when it is repeated before the selected pair is nominated again.
///
/// Before the first nomination the first pair that works may be selected provisionally ([#offer]).
///
/// @rfc 8445 7.3.1.5 Updating the Nominated Flag
/// @rfc 5245 8.1.1.2 Aggressive Nomination
final class Selection<N extends Nominee> {
    static final long NOMINATION_STAYS_FRESH = 3 * Time.SECOND;

    private N selected;
    private N challenger;
    private long highestNumber;

    /// Null before the first.
    N selected() {
        return selected;
    }

    /// True: it is now the selected one, because there was none.
    boolean offer(N candidate) {
        return selected == null && select(candidate);
    }

    /// Takes a nomination; `number` is 0 when it carries none. True: the selected one has changed.
    boolean nominate(N nominee, long number, long now) {
        boolean outdated = number != 0 && number < highestNumber;
        if (outdated) {
            return false;
        }
        boolean takesOver = nominee != selected && takesOver(nominee, number, now);
        highestNumber = Math.max(highestNumber, number);
        nominee.nominatedAt(now);
        challenger = nominee == selected ? null : nominee;
        return takesOver && select(nominee);
    }

    /// The selected one does not work any more; null: there is no other.
    void replace(N successor) {
        selected = null;
        challenger = null;
        if (successor != null) {
            select(successor);
        }
    }

    private boolean takesOver(N nominee, long number, long now) {
        return selected == null || !selected.isNominated() || number > highestNumber
                || !nominee.wasSelected() && nominee.priority() >= selected.priority()
                || now - selected.lastNominated() >= NOMINATION_STAYS_FRESH || nominee == challenger;
    }

    private boolean select(N nominee) {
        selected = nominee;
        challenger = null;
        nominee.selected();
        return true;
    }
}
