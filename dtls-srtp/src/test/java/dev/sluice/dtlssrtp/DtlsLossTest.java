package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// Handshakes over links that lose, duplicate and reorder, in virtual time.
class DtlsLossTest {
    private static final int SEEDS = 20;

    @ParameterizedTest(name = "{0} % loss, datagrams of {1} bytes: half of the handshakes within {2} ms")
    @CsvSource({"0, 1200, 120", "5, 1200, 120", "10, 1200, 120", "20, 1200, 200", "50, 1200, 1000", "20, 256, 400",
        "50, 100, 3000"})
    void everyHandshakeCompletes(int lossPercent, int maxDatagram, long medianMillis) {
        LinkProfile link = LinkProfile.IDEAL.withLoss(lossPercent / 100.0).withDelay(25 * Time.MILLISECOND)
                .withJitter(5 * Time.MILLISECOND)
                .withDuplicate(lossPercent == 0 ? 0 : 0.05).withReorder(lossPercent == 0 ? 0 : 0.05);
        List<Long> durations = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            try (SimulatedPair pair = new SimulatedPair(seed, link, maxDatagram)) {
                durations.add(pair.connect() / Time.MILLISECOND);
                assertArrayEquals(pair.client.keys.localKey(), pair.server.keys.remoteKey());
            }
        }
        Collections.sort(durations);
        assertTrue(durations.get(SEEDS / 2) <= medianMillis, durations::toString);
    }

    @Test
    void theSameSeedGivesTheSameHandshake() {
        LinkProfile link = LinkProfile.IDEAL.withLoss(0.3).withDelay(20 * Time.MILLISECOND);
        long[] duration = new long[2];
        List<List<Integer>> sizes = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (SimulatedPair pair = new SimulatedPair(7, link, DtlsTransport.MAX_DATAGRAM)) {
                duration[run] = pair.connect();
                sizes.add(pair.client.sent.stream().map(datagram -> datagram.length).toList());
            }
        }
        assertEquals(duration[0], duration[1]);
        assertEquals(sizes.get(0).size(), sizes.get(1).size());
    }

    /// Packets of more than so many bytes, headers included, vanish without a word. Nobody tells the peers.
    @ParameterizedTest(name = "packets of {0} bytes at most: {1} ms")
    @CsvSource({"1280, 100", "600, 900", "300, 3300"})
    void anUnknownNarrowPathIsFound(int mtu, long millis) {
        LinkProfile link = LinkProfile.IDEAL.withMtu(mtu).withDelay(25 * Time.MILLISECOND);
        try (SimulatedPair pair = new SimulatedPair(3, link, DtlsTransport.MAX_DATAGRAM)) {
            long duration = pair.connect() / Time.MILLISECOND;
            assertTrue(duration <= millis, duration + " ms");
        }
    }

    /// A hundred at once share the processors, and nothing else.
    @Test
    void handshakesDoNotDisturbEachOther() {
        LinkProfile link = LinkProfile.IDEAL.withLoss(0.1).withDelay(25 * Time.MILLISECOND);
        List<SimulatedPair> pairs = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            pairs.add(new SimulatedPair(seed, link, DtlsTransport.MAX_DATAGRAM));
        }
        pairs.parallelStream().forEach(pair -> {
            pair.connect();
            assertArrayEquals(pair.client.keys.remoteKey(), pair.server.keys.localKey());
            pair.close();
        });
    }
}
