package dev.sluice.rtp;

import static dev.sluice.wire.Time.SECOND;

import java.util.Arrays;

/// Decides which of one subscriber's retransmission requests are answered, so that nobody can use NACKs to flood a link.
///
/// Each packet is sent again at most three times, and not again within one round trip, because the first answer is still on its way.
/// All answers together stay below a share of what the stream itself has sent: what is not used is saved up, up to a limit, for the
/// next burst of losses. A young stream may borrow a little and pays it back.
///
/// Remembers the numbers for ten seconds and as many of them as a [RetransmissionBuffer] holds. Confined to one thread.
public final class RetransmissionBudget {
    public static final double DEFAULT_SHARE = 0.2;

    static final int MAX_ANSWERS = 3;
    static final int ADVANCE = 16_000;          // bytes
    static final int MAX_SAVINGS = 256_000;

    private static final int REMEMBERED = RetransmissionBuffer.DEFAULT_PACKETS;
    private static final long FORGOTTEN_AFTER = 10 * SECOND;   // long before the numbers wrap around
    private static final int NEVER_ASKED = -1;

    private final double share;
    private double savings = ADVANCE;
    private double debt = ADVANCE;
    private int[] number;                       // made with the first request: most subscribers never send one
    private long[] answeredAt;
    private byte[] answers;

    private long tooSoon;
    private long tooOften;
    private long overBudget;

    public RetransmissionBudget() {
        this(DEFAULT_SHARE);
    }

    /// @param share of the bytes sent that may be sent again, 0.2 for a fifth
    public RetransmissionBudget(double share) {
        this.share = share;
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
        if (answers[slot] >= MAX_ANSWERS) {
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

    /// Requests refused because the packet had been sent again three times.
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
