package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class ConsentFreshnessTest implements ConsentFreshness.Output {
    private final ConsentFreshness consent = new ConsentFreshness(new Random(1));
    private long now;
    private int checks;
    private int expired;

    @Test
    void asksForNothingBeforeItIsStarted() {
        assertEquals(NEVER, consent.deadline());
    }

    @Test
    void expiresThirtySecondsAfterTheLastAnswer() {
        consent.start(now);
        jumpToDeadline();
        consent.onAnswer(now);
        long lastAnswer = now;

        while (expired == 0) {
            jumpToDeadline();
        }

        assertEquals(30 * SECOND, now - lastAnswer);
        assertTrue(checks >= 6 && checks <= 9, checks + " checks");
    }

    @Test
    void anAnswerAfterExpiryDoesNotBringConsentBack() {
        consent.start(now);
        while (expired == 0) {
            jumpToDeadline();
        }
        consent.onAnswer(now);
        assertEquals(NEVER, consent.deadline());
        assertEquals(1, expired);
    }

    @Test
    void isShakyAfterTwoUnansweredChecksAndAThirdOnItsWay() {
        consent.start(now);
        jumpToDeadline();
        jumpToDeadline();
        assertFalse(consent.isShaky());
        jumpToDeadline();
        assertTrue(consent.isShaky());
        consent.onAnswer(now);
        assertFalse(consent.isShaky());
    }

    private void jumpToDeadline() {
        now = consent.deadline();
        consent.onTime(now, this);
    }

    @Override
    public void sendConsentCheck(long at) {
        checks++;
    }

    @Override
    public void consentExpired() {
        expired++;
    }
}
