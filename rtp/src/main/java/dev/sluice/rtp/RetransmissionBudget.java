package dev.sluice.rtp;

import static dev.sluice.wire.Time.SECOND;

import java.util.Arrays;

/// Decides which of one subscriber's retransmission requests are answered, so that nobody can use NACKs to flood a link.
///
/// Each packet is sent again at most ten times (as often as [NackGenerator] asks), and not again within one round trip, because the first answer is still on its way.
/// All answers together stay below a share of what the stream itself has sent: what is not used is saved up, up to a limit, for the
/// next burst of losses. A young stream may borrow a little and pays it back.
///
/// Remembers the numbers for ten seconds and as many of them as a [RetransmissionBuffer] holds. Confined to one thread.
public final class RetransmissionBudget {
    public static final double DEFAULT_SHARE = 0.2;

    public static final int DEFAULT_MAX_ANSWERS = 10;

    static final int ADVANCE = 16_000;          // bytes
    static final int MAX_SAVINGS = 256_000;

    private static final int REMEMBERED = RetransmissionBuffer.DEFAULT_PACKETS;
    private static final long FORGOTTEN_AFTER = 10 * SECOND;   // long before the numbers wrap around
    private static final int NEVER_ASKED = -1;

    private final double share;
    private final int maxAnswers;
    private double savings = ADVANCE;
    private double debt = ADVANCE;
    private int[] number;                       // made with the first request: most subscribers never send one
    private long[] answeredAt;
    private byte[] answers;

    private long tooSoon;
    private long tooOften;
    private long overBudget;

    public RetransmissionBudget() {
        this(DEFAULT_SHARE, DEFAULT_MAX_ANSWERS);
    }

    /// @param share of the bytes sent that may be sent again, 0.2 for a fifth
    public RetransmissionBudget(double share) {
        this(share, DEFAULT_MAX_ANSWERS);
    }

    /// @param share of the bytes sent that may be sent again
    /// @param maxAnswers how often one packet may be sent again
    public RetransmissionBudget(double share, int maxAnswers) {
        if (!(share >= 0) || maxAnswers < 0 || maxAnswers > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a budget is a share of 0 or more and 0 to 127 answers, not " + share
                    + " and " + maxAnswers);
        }
        this.share = share;
        this.maxAnswers = maxAnswers;
    }

    /// A packet of the stream, not a repetition, was sent.
    public void onSent(int bytes) {
        double earned = bytes * share;
        double repaid = Math.min(debt, earned);
        debt -= repaid;
        savings = Math.min(MAX_SAVINGS, savings + earned - repaid);
    }

    /// Whether this packet may be sent again now. If so, it counts as sent.
    public boolean allow(int sequenceNumber, int bytes, long now, long roundTrip) {
        int slot = remember(sequenceNumber, now);
        if (answers[slot] > 0 && now - answeredAt[slot] < roundTrip) {
            tooSoon++;
            return false;
        }
        if (answers[slot] >= maxAnswers) {
            tooOften++;
            return false;
        }
        if (bytes > savings) {
            overBudget++;
            return false;
        }
        savings -= bytes;
        answers[slot]++;
        answeredAt[slot] = now;
        return true;
    }

    /// Requests refused because the answer was on its way.
    public long tooSoon() {
        return tooSoon;
    }

    /// Requests refused because the packet had been sent again too often.
    public long tooOften() {
        return tooOften;
    }

    /// Requests refused because the answers would have taken too much of the link.
    public long overBudget() {
        return overBudget;
    }

    private int remember(int sequenceNumber, long now) {
        if (number == null) {
            number = new int[REMEMBERED];
            answeredAt = new long[REMEMBERED];
            answers = new byte[REMEMBERED];
            Arrays.fill(number, NEVER_ASKED);
        }
        int slot = sequenceNumber % REMEMBERED;
        if (number[slot] != sequenceNumber || now - answeredAt[slot] > FORGOTTEN_AFTER) {
            number[slot] = sequenceNumber;
            answers[slot] = 0;
        }
        return slot;
    }
}
