package dev.sluice.sfu.core;

import static dev.sluice.sfu.core.ReceivedWindow.Arrival.DUPLICATE;
import static dev.sluice.sfu.core.ReceivedWindow.Arrival.NEW;
import static dev.sluice.sfu.core.ReceivedWindow.Arrival.TOO_OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class ReceivedWindowTest {
    private final ReceivedWindow window = new ReceivedWindow();

    @Test
    void letsEachNumberThroughOnceAlsoAroundTheWrap() {
        assertEquals(NEW, window.onPacket(65_534));
        assertEquals(NEW, window.onPacket(1));
        assertEquals(NEW, window.onPacket(65_535));
        assertEquals(DUPLICATE, window.onPacket(65_534));
        assertEquals(DUPLICATE, window.onPacket(1));
        assertEquals(NEW, window.onPacket(0));
        assertEquals(1, window.newest());
    }

    @Test
    void refusesWhatIsTooOldToTell() {
        window.onPacket(10_000);

        assertEquals(NEW, window.onPacket(10_000 - 4_095));
        assertEquals(TOO_OLD, window.onPacket(10_000 - 4_096));
    }

    @Test
    void forgetsTheRoundBeforeLast() {
        for (int number = 0; number < 0x30000; number++) {
            assertEquals(NEW, window.onPacket(number & 0xffff));
            assertTrue(window.contains(number & 0xffff));
            assertFalse(window.contains(number + 1 & 0xffff));
        }
        assertEquals(NEW, window.onPacket(0x30000 + 20_000 & 0xffff));
        assertFalse(window.contains(0x30000 + 19_000 & 0xffff));
    }

    @Test
    void agreesWithASetOnAnyOrder() {
        SplittableRandom random = new SplittableRandom(3);
        Set<Long> seen = new HashSet<>();
        long newest = 0;
        window.onPacket(0);
        seen.add(0L);
        for (int i = 0; i < 100_000; i++) {
            long number = Math.max(0, newest + random.nextInt(-4_000, 90));
            newest = Math.max(newest, number);
            if (number > newest - 4_096) {
                assertEquals(seen.add(number) ? NEW : DUPLICATE, window.onPacket((int) number & 0xffff));
            }
        }
    }
}
