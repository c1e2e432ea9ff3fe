package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow(ReplayWindow.OF_RECEIVER);

    @Test
    void takesAnIndexOnce() {
        assertTrue(window.isFresh(0));
        window.accept(0);
        assertFalse(window.isFresh(0));
        assertTrue(window.isFresh(1));
    }

    @Test
    void takesWhatIsLateByLessThanTheWindow() {
        window.accept(5000);
        assertTrue(window.isFresh(5000 - ReplayWindow.OF_RECEIVER + 1));
        assertFalse(window.isFresh(5000 - ReplayWindow.OF_RECEIVER));
    }

    @Test
    void forgetsWhatItMovesOver() {
        window.accept(7);
        window.accept(7 + ReplayWindow.OF_RECEIVER);
        assertTrue(window.isFresh(8));
        window.accept(8 + 10L * ReplayWindow.OF_RECEIVER);
        assertTrue(window.isFresh(7 + 10L * ReplayWindow.OF_RECEIVER));
    }

    @Test
    void agreesWithASetThatRemembersEverything() {
        Random random = new Random(1);
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 200_000; i++) {
            long index = Math.max(0, highest + 200 - random.nextInt(i % 100 == 0 ? 3000 : 400));
            boolean fresh = index > highest || index > highest - ReplayWindow.OF_RECEIVER && !seen.contains(index);
            assertEquals(fresh, window.isFresh(index));
            if (fresh) {
                window.accept(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
        }
        assertEquals(highest, window.highest());
    }
}
