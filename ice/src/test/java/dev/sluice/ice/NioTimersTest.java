package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop.Timer;

class NioTimersTest {
    private final NioTimers timers = new NioTimers();
    private final List<String> run = new ArrayList<>();

    @Test
    void equalTimesRunInTheOrderOfScheduling() {
        timers.add(5, () -> run.add("second"));
        timers.add(5, () -> run.add("third"));
        timers.add(4, () -> run.add("first"));
        runUntil(5);
        assertEquals(List.of("first", "second", "third"), run);
    }

    @Test
    void nothingIsDueBeforeItsTime() {
        timers.add(5, () -> run.add("late"));
        assertNull(timers.due(4));
        assertEquals(5, timers.deadline());
    }

    @Test
    void cancelledTimersDoNotPileUp() {
        for (int i = 0; i < 100_000; i++) {
            Timer timer = timers.add(1_000_000 + i, () -> run.add("never"));
            timer.cancel();
            timer.cancel();
            assertTrue(timers.size() < 200);
        }
        assertEquals(Time.NEVER, timers.deadline());
        runUntil(Long.MAX_VALUE);
        assertEquals(List.of(), run);
    }

    @Test
    void cancelAfterTheRunDoesNothing() {
        Timer timer = timers.add(1, () -> run.add("once"));
        runUntil(1);
        timer.cancel();
        timers.add(2, () -> run.add("twice"));
        assertEquals(2, timers.deadline());
    }

    private void runUntil(long now) {
        for (Runnable task = timers.due(now); task != null; task = timers.due(now)) {
            task.run();
        }
    }
}
