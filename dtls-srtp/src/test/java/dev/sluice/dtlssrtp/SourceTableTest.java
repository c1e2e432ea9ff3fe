package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class SourceTableTest {
    @Test
    void holdsWhatWasPutAndNotRemovedThroughTenThousandChanges() {
        SplittableRandom random = new SplittableRandom(3);
        SourceTable<Integer> table = new SourceTable<>(40);
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            int ssrc = random.nextInt(64) * 0x1000_0001;
            if (random.nextBoolean() && !table.isFull()) {
                table.put(ssrc, i);
                expected.put(ssrc, i);
            } else {
                table.remove(ssrc);
                expected.remove(ssrc);
            }

            assertEquals(expected.size(), table.size());
            for (int one = 0; one < 64; one++) {
                assertEquals(expected.get(one * 0x1000_0001), table.get(one * 0x1000_0001));
            }
        }
    }
}
