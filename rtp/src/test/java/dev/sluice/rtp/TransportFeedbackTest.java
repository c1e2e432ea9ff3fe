package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
    /// What a feedback says, packet by packet.
    private static final class Told implements TransportFeedback.Visitor {
        final TreeMap<Integer, Long> received = new TreeMap<>();
        final List<Integer> missing = new ArrayList<>();

        static Told of(TransportFeedback feedback) {
            Told told = new Told();
            feedback.forEach(told);
            return told;
        }

        @Override
        public void onReceived(int sequenceNumber, long arrival) {
            received.put(sequenceNumber, arrival);
        }

        @Override
        public void onMissing(int sequenceNumber, int count) {
            for (int i = 0; i < count; i++) {
                missing.add(sequenceNumber + i & 0xffff);
            }
        }
    }

    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();

    @Test
    void readsTheFeedbackOfOthers() {
        for (JsonNode vector : Vectors.json("rtcp/feedback.json").get("twcc")) {
            byte[] bytes = Vectors.hex(vector.get("hex").asText());
            TransportFeedback feedback = (TransportFeedback) RtcpTest.parseOne(bytes);
            assertFeedback(vector.get("expect").get(0), feedback);
            assertFeedback(vector.get("expect").get(0), (TransportFeedback) RtcpTest.roundTrip(feedback));
        }
    }

    private static void assertFeedback(JsonNode expected, TransportFeedback feedback) {
        assertEquals(expected.get("sender_ssrc").asLong(), feedback.senderSsrc());
        assertEquals(expected.get("media_ssrc").asLong(), feedback.mediaSsrc());
        assertEquals(expected.get("base_seq").asInt(), feedback.baseSequence());
        assertEquals(expected.get("status_count").asInt(), feedback.packetCount());
        assertEquals(expected.get("reference_time_64ms").asInt(), feedback.referenceTime());
        assertEquals(expected.get("fb_count").asInt(), feedback.feedbackCount());
        Told told = Told.of(feedback);
        List<Integer> lost = new ArrayList<>();
        expected.get("lost").forEach(n -> lost.add(n.asInt()));
        assertEquals(lost, told.missing);
        assertEquals(expected.get("received_seq_and_arrival_us").size(), told.received.size());
        for (JsonNode pair : expected.get("received_seq_and_arrival_us")) {
            long arrival = pair.get(1).isNull() ? TransportFeedback.UNKNOWN_TIME : pair.get(1).asLong() * 1000;
            assertEquals(arrival, told.received.get(pair.get(0).asInt()));
        }
    }

    /// Feeds what the browsers' feedback tells to a recorder: it packs its chunks like Chromium.
    @Test
    void packsStatusesAsChromiumDoes() {
        int compared = 0;
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            if (captured.isRtp()) {
                continue;
            }
            for (RtcpPacket packet : Rtcp.parse(captured.bytes(), 0, captured.bytes().length)) {
                if (packet instanceof TransportFeedback feedback) {
                    assertArrayEquals(feedback.statuses(), repack(feedback), captured::toString);
                    compared++;
                }
            }
        }
        assertTrue(compared > 300);
    }

    private static byte[] repack(TransportFeedback feedback) {
        StatusChunks chunks = new StatusChunks();
        byte[] bytes = new byte[2000];
        long[] before = {feedback.referenceTime() * TransportFeedback.REFERENCE_UNIT};
        chunks.begin(bytes, 0);
        List<Long> deltas = new ArrayList<>();
        feedback.forEach(new TransportFeedback.Visitor() {
            @Override
            public void onReceived(int sequenceNumber, long arrival) {
                long delta = (arrival - before[0]) / TransportFeedback.DELTA_UNIT;
                before[0] = arrival;
                deltas.add(delta);
                chunks.add(delta >= 0 && delta <= 255 ? 1 : 2);
            }

            @Override
            public void onMissing(int sequenceNumber, int count) {
                for (int i = 0; i < count; i++) {
                    chunks.add(0);
                }
            }
        });
        int at = chunks.end();
        for (long delta : deltas) {
            if (delta < 0 || delta > 255) {
                bytes[at++] = (byte) (delta >> 8);
            }
            bytes[at++] = (byte) delta;
        }
        return java.util.Arrays.copyOf(bytes, at);
    }

    @Test
    void hasNothingToSayBeforeTheFirstPacket() {
        assertEquals(NEVER, recorder.deadline());
        assertEquals(Optional.empty(), recorder.build(1, 2));
    }

    @Test
    void reportsArrivalsAndLossesOnce() {
        recorder.onPacket(65_534, 1000 * MILLISECOND);
        recorder.onPacket(65_535, 1010 * MILLISECOND);
        recorder.onPacket(2, 1005 * MILLISECOND);
        assertEquals(1100 * MILLISECOND, recorder.deadline());

        TransportFeedback feedback = recorder.build(7, 8).orElseThrow();
        Told told = Told.of(feedback);

        assertEquals(65_534, feedback.baseSequence());
        assertEquals(List.of(0, 1), told.missing);
        assertEquals(1000 * MILLISECOND, told.received.get(65_534));
        assertEquals(1010 * MILLISECOND, told.received.get(65_535));
        assertEquals(1005 * MILLISECOND, told.received.get(2));
        assertEquals(Optional.empty(), recorder.build(7, 8));
        assertEquals(NEVER, recorder.deadline());
    }

    @Test
    void aLatePacketIsReportedAfterItsLoss() {
        recorder.onPacket(10, 0);
        recorder.onPacket(12, MILLISECOND);
        assertEquals(List.of(11), Told.of(recorder.build(1, 2).orElseThrow()).missing);

        recorder.onPacket(11, 2 * MILLISECOND);
        TransportFeedback feedback = recorder.build(1, 2).orElseThrow();

        assertEquals(11, feedback.baseSequence());
        assertEquals(2 * MILLISECOND, Told.of(feedback).received.get(11));
        assertEquals(1, feedback.feedbackCount());
    }

    @Test
    void duplicatesAreNotReported() {
        recorder.onPacket(10, 0);
        recorder.build(1, 2);
        recorder.onPacket(10, MILLISECOND);
        assertEquals(Optional.empty(), recorder.build(1, 2));
    }

    @Test
    void aPauseLongerThanADeltaCanTellBeginsAnotherFeedback() {
        recorder.onPacket(1, 0);
        recorder.onPacket(2, 20_000 * MILLISECOND);
        assertEquals(1, Told.of(recorder.build(1, 2).orElseThrow()).received.size());
        assertEquals(20_000 * MILLISECOND, Told.of(recorder.build(1, 2).orElseThrow()).received.get(2));
    }

    @Test
    void aLeapOverTheWholeMemoryIsSurvived() {
        recorder.onPacket(1, 0);
        recorder.onPacket(30_000, MILLISECOND);
        Told told = Told.of(recorder.build(1, 2).orElseThrow());
        assertEquals(List.of(), told.missing);
        assertEquals(MILLISECOND, told.received.get(30_000));
    }

    /// Loss, reordering and jitter over two wraps: everything that arrived is reported at the right time, in packets below 1,200 bytes.
    @Test
    void everyArrivalIsReportedInTime() {
        Random random = new Random(5);
        TreeMap<Integer, Long> arrivals = new TreeMap<>();
        TreeMap<Integer, Long> reported = new TreeMap<>();
        long now = 0;
        for (int n = 0; n < 2 * 65_536; n++) {
            now += random.nextInt(100) == 0 ? 300 * MILLISECOND : random.nextInt(400_000);
            if (random.nextInt(10) > 0) {
                int number = random.nextInt(20) == 0 && n > 0 && !arrivals.containsKey(n - 1) ? n - 1 : n;
                arrivals.put(number, now);
                recorder.onPacket(number & 0xffff, now);
            }
            if (now >= recorder.deadline()) {
                report(n, reported);
            }
        }
        report(2 * 65_536, reported);

        assertEquals(arrivals.keySet(), reported.keySet());
        arrivals.forEach((n, at) -> assertTrue(Math.abs(reported.get(n) - at) <= MILLISECOND / 8, () -> "packet " + n));
    }

    private void report(int newest, TreeMap<Integer, Long> reported) {
        for (Optional<TransportFeedback> feedback = recorder.build(1, 2); feedback
                .isPresent(); feedback = recorder.build(1, 2)) {
            TransportFeedback read = (TransportFeedback) RtcpTest.roundTrip(feedback.get());
            assertTrue(read.size() <= 1200);
            Told.of(read).received.forEach((n, at) -> {
                int back = newest - n & 0xffff;
                reported.put(newest - back, at);
            });
        }
    }

    @Test
    void statusesThatDoNotFitTheirCountAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TransportFeedback(1, 2, 3, 1, 0, 0, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> new TransportFeedback(1, 2, 3, 0, 0, 0, new byte[1]));
    }
}
