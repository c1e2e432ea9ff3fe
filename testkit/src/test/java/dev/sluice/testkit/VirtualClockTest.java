package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void movesWhenToldTo() {
        clock.advance(5);
        clock.advanceTo(7);

        assertEquals(7, clock.now());
    }

    @Test
    void neverRunsBackwards() {
        clock.advance(5);

        assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(4));
    }
}
