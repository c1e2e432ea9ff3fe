package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;

class NackGeneratorTest {
    private static final long RTT = 50 * MILLISECOND;

    private final List<List<Integer>> nacks = new ArrayList<>();
    private int givenUp;
    private final NackGenerator.Output out = new NackGenerator.Output() {
        @Override
        public void sendNack(int[] sequenceNumbers, int count) {
            nacks.add(Arrays.stream(sequenceNumbers, 0, count).boxed().toList());
        }

        @Override
        public void onGivenUp(int count) {
            givenUp += count;
        }
    };
    private final NackGenerator generator = new NackGenerator();
    private long now = 5 * SECOND;

    NackGeneratorTest() {
        generator.roundTripTime(RTT);
    }

    @Test
    void asksForWhatWasJumpedOver() {
        receive(10, 11, 14, 16);
        assertEquals(3, generator.missing());
        jumpToDeadline();
        assertEquals(List.of(List.of(12, 13, 15)), nacks);
    }

    @Test
    void hasNothingToDoWithoutLoss() {
        for (int n = 0; n < 100; n++) {
            receive(n);
        }
        assertEquals(NEVER, generator.deadline());
    }

    @Test
    void givesALatePacketTimeToCome() {
        receive(10, 12);
        now = generator.deadline() - 1;
        generator.onTime(now, out);
        receive(11);
        jumpToDeadline();
        assertEquals(List.of(), nacks);
        assertEquals(1, generator.recovered());
        assertFalse(generator.isMissing(11));
    }

    @Test
    void learnsFromLatePacketsToWaitLonger() {
        receive(10, 12);
        long first = generator.deadline() - now;
        now += first - 1;
        receive(11);
        receive(14);
        assertTrue(generator.deadline() - now > first);
    }

    @Test
    void waitsLessAgainWhenNoPacketHasBeenLateForLong() {
        receive(10, 12);
        long first = generator.deadline() - now;
        jumpToDeadline();
        generator.onRetransmission(11, now);
        now += 60 * SECOND;
        receive(14);
        assertTrue(generator.deadline() - now < first);
    }

    @Test
    void asksAcrossTheWrap() {
        receive(65_533, 1);
        jumpToDeadline();
        assertEquals(List.of(List.of(65_534, 65_535, 0)), nacks);
    }

    @Test
    void reorderingAcrossTheWrapIsNoLoss() {
        receive(65_534, 0, 65_535, 1);
        assertEquals(0, generator.missing());
        jumpToDeadline();
        assertEquals(List.of(), nacks);
    }

    @Test
    void repeatsARequestLaterThanOneRoundTripAndLessOftenEachTime() {
        receive(10, 12);
        jumpToDeadline();
        long before = now;
        long distance = RTT;
        for (int i = 0; i < 4; i++) {
            jumpToDeadline();
            assertTrue(now - before > distance);
            distance = now - before;
            before = now;
        }
        assertEquals(5, nacks.size());
    }

    @Test
    void doesNotRepeatFasterThanEveryTwentyMillisecondsHoweverShortTheRoundTrip() {
        generator.roundTripTime(1000);
        receive(10, 12);
        jumpToDeadline();
        assertTrue(generator.deadline() - now >= 20 * MILLISECOND);
    }

    @Test
    void givesUpAfterTenRequests() {
        generator.roundTripTime(MILLISECOND);
        receive(10, 12);
        runUntilQuiet();
        assertEquals(NackGenerator.MAX_REQUESTS, nacks.size());
        assertEquals(1, givenUp);
        assertEquals(1, generator.givenUp());
        assertEquals(0, generator.missing());
    }

    @Test
    void givesUpWhatIsTooOld() {
        generator.roundTripTime(300 * MILLISECOND);
        receive(10, 12);
        long start = now;
        runUntilQuiet();
        assertEquals(1, givenUp);
        assertTrue(nacks.size() < NackGenerator.MAX_REQUESTS);
        assertTrue(now - start >= NackGenerator.MAX_AGE);
    }

    @Test
    void asksForFiveSecondsWhenToldThatPacketsAreOfUseForSoLong() {
        NackGenerator patient = new NackGenerator(5 * SECOND);
        patient.onPacket(10, now);
        patient.onPacket(12, now);
        long start = now;
        while (patient.deadline() != NEVER) {
            now = patient.deadline();
            patient.onTime(now, out);
        }
        assertTrue(nacks.size() > NackGenerator.MAX_REQUESTS);
        assertTrue(now - start >= 5 * SECOND);
        assertEquals(1, givenUp);
    }

    @Test
    void stopsAskingWhenTheRetransmissionHasCome() {
        receive(10, 12);
        jumpToDeadline();
        generator.onRetransmission(11, now);
        runUntilQuiet();
        assertEquals(1, nacks.size());
        assertEquals(1, generator.recovered());
        assertEquals(0, givenUp);
    }

    @Test
    void aRetransmissionBeyondTheNewestPacketShowsMoreLosses() {
        receive(10);
        generator.onRetransmission(12, now);
        assertEquals(1, generator.missing());
        assertTrue(generator.isMissing(11));
    }

    @Test
    void duplicatesChangeNothing() {
        receive(10, 11, 11, 10, 13, 13, 12, 12);
        assertEquals(0, generator.missing());
        assertEquals(1, generator.recovered());
    }

    @Test
    void aLeapGivesUpEverythingAtOnce() {
        receive(10, 12);
        receive(12 + NackGenerator.MAX_MISSING + 2);
        jumpToDeadline();
        assertEquals(List.of(), nacks);
        assertEquals(NackGenerator.MAX_MISSING + 2, givenUp);
        receive(12 + NackGenerator.MAX_MISSING + 4);
        jumpToDeadline();
        assertEquals(1, nacks.size());
    }

    @Test
    void aThousandMissingPacketsAreAskedForInSeveralRequests() {
        receive(0, 1001);
        jumpToDeadline();
        assertEquals(4, nacks.size());
        assertEquals(1000, nacks.stream().flatMap(List::stream).distinct().count());
        nacks.forEach(numbers -> assertTrue(numbers.size() <= NackGenerator.MAX_NUMBERS_PER_NACK));
    }

    @Test
    void isNeverMissingMoreThanAThousand() {
        for (int n = 0; n < 65_536 * 3; n += 300) {
            receive(n & 0xffff);
            assertTrue(generator.missing() <= NackGenerator.MAX_MISSING);
        }
        assertTrue(generator.givenUp() > 0);
    }

    @Test
    void aSenderThatStartsAgainIsFollowed() {
        receive(50_000, 50_001, 20_000, 20_001, 20_003);
        jumpToDeadline();
        assertTrue(givenUp > 0);
        jumpToDeadline();
        assertEquals(List.of(List.of(20_002)), nacks);
    }

    /// Three wraps at ten percent loss, requests and answers lost as well: nothing is left behind.
    @Test
    void recoversEverythingOverALossyLink() {
        Random random = new Random(3);
        int packets = 3 * 65_536;
        boolean[] arrived = new boolean[packets];
        PriorityQueue<long[]> answers = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        int sent = 0;
        while (sent < packets || !answers.isEmpty() || generator.missing() > 0) {
            now += MILLISECOND;
            if (sent < packets) {
                if (random.nextInt(10) > 0 || sent == 0 || sent == packets - 1) {
                    arrived[sent] = true;
                    receive(sent & 0xffff);
                }
                sent++;
            }
            while (!answers.isEmpty() && answers.peek()[0] <= now) {
                int number = (int) answers.poll()[1];
                arrived[number] = true;
                generator.onRetransmission(number & 0xffff, now);
            }
            generator.onTime(now, out);
            for (List<Integer> nack : nacks) {
                for (int number : nack) {
                    if (random.nextInt(5) > 0) {
                        answers.add(new long[]{now + RTT, sent - (sent - number & 0xffff)});
                    }
                }
            }
            nacks.clear();
        }
        for (int n = 0; n < packets; n++) {
            assertTrue(arrived[n], "packet " + n);
        }
        assertEquals(0, givenUp);
    }

    /// One packet in twenty late by up to 20 ms, one in twenty doubled, none lost.
    @Test
    void hardlyEverAsksForPacketsThatAreOnlyLate() {
        Random random = new Random(4);
        PriorityQueue<long[]> link = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        int packets = 50_000;
        for (int n = 0; n < packets; n++) {
            long at = SECOND + n * 2 * MILLISECOND;
            long late = random.nextInt(20) == 0 ? random.nextLong(20 * MILLISECOND) : 0;
            link.add(new long[]{at + late, n});
            if (random.nextInt(20) == 0) {
                link.add(new long[]{at + late + MILLISECOND, n});
            }
        }
        while (!link.isEmpty()) {
            long[] next = link.poll();
            now = next[0];
            generator.onTime(now, out);
            generator.onPacket((int) next[1] & 0xffff, now);
        }
        assertTrue(generator.requested() < packets / 100, () -> generator.requested() + " requests");
        assertEquals(0, givenUp);
    }

    private void receive(int... sequenceNumbers) {
        for (int n : sequenceNumbers) {
            generator.onPacket(n, now);
        }
    }

    private void jumpToDeadline() {
        if (generator.deadline() != NEVER) {
            now = Math.max(now, generator.deadline());
            generator.onTime(now, out);
        }
    }

    private void runUntilQuiet() {
        while (generator.deadline() != NEVER) {
            jumpToDeadline();
        }
    }
}
