package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();

    @Test
    void anEmptyAgendaWaitsForNothing() {
        assertEquals(NEVER, agenda.next());
    }

    @Test
    void whoIsDueFirstComesFirstHoweverOftenItMoves() {
        Agenda.Entry one = entry(50);
        Agenda.Entry two = entry(40);
        assertSame(two, agenda.first());

        agenda.set(two, 60);
        assertSame(one, agenda.first());
        agenda.set(two, 10);
        assertSame(two, agenda.first());
        agenda.set(two, NEVER);
        assertSame(one, agenda.first());
        agenda.set(one, NEVER);
        assertEquals(NEVER, agenda.next());
    }

    @Test
    void whoIsStillDueAfterItWasServedLetsTheOthersThrough() {
        Agenda.Entry stuck = entry(5);
        Agenda.Entry other = entry(7);

        agenda.postpone(stuck, 7);

        assertSame(other, agenda.first());
        assertEquals(7, agenda.next());
    }

    @Test
    void staysInOrderThroughAThousandChanges() {
        SplittableRandom random = new SplittableRandom(1);
        Map<Agenda.Entry, Long> expected = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            expected.put(entry(NEVER), NEVER);
        }
        Agenda.Entry[] entries = expected.keySet().toArray(Agenda.Entry[]::new);
        for (int i = 0; i < 10_000; i++) {
            Agenda.Entry entry = entries[random.nextInt(entries.length)];
            long at = random.nextInt(4) == 0 ? NEVER : random.nextInt(1_000);
            agenda.set(entry, at);
            expected.put(entry, at);

            long first = expected.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            assertEquals(first, agenda.next());
            assertTrue(first == NEVER || expected.get(agenda.first()) == first);
        }
    }

    private Agenda.Entry entry(long at) {
        Agenda.Entry entry = new Agenda.Entry(null);
        agenda.set(entry, at);
        return entry;
    }
}
