package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetransmissionBudgetTest {
    private static final long RTT = 50 * MILLISECOND;

    private final RetransmissionBudget budget = new RetransmissionBudget();

    @Test
    void answersAPacketSoManyTimesAndNotWithinARoundTrip() {
        RetransmissionBudget budget = new RetransmissionBudget(0.2, 3);
        long now = 0;
        assertTrue(budget.allow(7, 100, now, RTT));
        assertFalse(budget.allow(7, 100, now + RTT - 1, RTT));
        assertTrue(budget.allow(7, 100, now + RTT, RTT));
        assertTrue(budget.allow(7, 100, now + 2 * RTT, RTT));
        assertFalse(budget.allow(7, 100, now + 3 * RTT, RTT));
        assertEquals(1, budget.tooSoon());
        assertEquals(1, budget.tooOften());
        assertTrue(budget.allow(8, 100, now, RTT));
    }

    @Test
    void theSameNumberOfTheNextTimeAroundIsAnotherPacket() {
        for (int i = 0; i < RetransmissionBudget.DEFAULT_MAX_ANSWERS; i++) {
            assertTrue(allow(7, i * RTT));
        }
        assertFalse(allow(7, 10 * RTT));
        assertTrue(allow(7, 60 * SECOND));
    }

    @Test
    void aYoungStreamMayBorrowAndPaysBack() {
        int allowed = 0;
        while (budget.allow(allowed, 1000, 0, RTT)) {
            allowed++;
        }
        assertEquals(RetransmissionBudget.ADVANCE / 1000, allowed);
        assertEquals(1, budget.overBudget());

        budget.onSent(RetransmissionBudget.ADVANCE * 5);        // a fifth of it pays the advance back
        assertFalse(budget.allow(60_000, 1000, 0, RTT));
        budget.onSent(5000);
        assertTrue(budget.allow(60_000, 1000, 0, RTT));
        assertFalse(budget.allow(60_001, 1000, 0, RTT));
    }

    @Test
    void whatIsNotUsedIsSavedUpToALimit() {
        budget.onSent(100_000_000);
        long answered = 0;
        for (int n = 0; n < 1000; n++) {
            answered += budget.allow(n, 1000, 0, RTT) ? 1000 : 0;
        }
        assertTrue(answered <= RetransmissionBudget.MAX_SAVINGS);
        assertTrue(answered > RetransmissionBudget.MAX_SAVINGS - 1000);
    }

    /// A subscriber asks for all 65,535 packets a hundred times a second, for ten seconds of a stream of 1 Mbit/s.
    @Test
    void aNackStormDoesNotRaiseWhatIsSentByMoreThanAFifth() {
        RetransmissionBuffer buffer = new RetransmissionBuffer();
        RtpPacket window = new RtpPacket();
        long sent = 0;
        long answered = 0;
        int next = 0;
        for (long now = 0; now < 10 * SECOND; now += 10 * MILLISECOND) {
            for (int i = next % 5 == 0 ? 2 : 1; i > 0; i--, next++) {
                RtpPacket packet = Packets.packet(next & 0xffff, 1000);
                buffer.store(packet);
                budget.onSent(packet.length());
                sent += packet.length();
            }
            for (int n = 0; n < 65_536; n++) {
                if (buffer.find(n, window) && budget.allow(n, window.length(), now, RTT)) {
                    answered += window.length();
                }
            }
        }
        assertTrue(sent > 1_000_000);
        assertTrue(answered <= sent / 5, answered + " of " + sent);
        assertTrue(answered > sent / 6, "honest requests would be answered");
        assertTrue(budget.tooSoon() + budget.tooOften() + budget.overBudget() > 500_000);
    }

    private boolean allow(int sequenceNumber, long now) {
        return budget.allow(sequenceNumber, 100, now, RTT);
    }
}
