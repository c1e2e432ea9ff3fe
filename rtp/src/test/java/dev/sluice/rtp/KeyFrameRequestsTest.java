package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class KeyFrameRequestsTest {
    private final KeyFrameRequests requests = new KeyFrameRequests();
    private final List<Long> sent = new ArrayList<>();
    private long now = 3 * SECOND;

    @Test
    void asksAtOnce() {
        assertEquals(NEVER, requests.deadline());
        requests.request(now);
        assertEquals(now, requests.deadline());
        run(now);
        assertEquals(List.of(3 * SECOND), sent);
    }

    @Test
    void manyRequestsAreOne() {
        for (int i = 0; i < 100; i++) {
            requests.request(now);
        }
        run(now + 400 * MILLISECOND);
        requests.onKeyFrame();
        run(now + 10 * SECOND);
        assertEquals(1, sent.size());
        assertEquals(100, requests.requested());
        assertEquals(1, requests.sent());
    }

    @Test
    void asksAgainUntilTheKeyFrameIsThereEverMoreSlowly() {
        long start = now;
        requests.request(now);
        run(now + 8 * SECOND);
        List<Long> distances = sent.stream().map(at -> (at - start) / MILLISECOND).toList();
        assertEquals(List.of(0L, 500L, 1500L, 3500L, 5500L, 7500L), distances);
        requests.onKeyFrame();
        assertEquals(NEVER, requests.deadline());
        assertFalse(requests.isWanted());
    }

    @Test
    void aRequestAfterTheKeyFrameWaitsForTheDistance() {
        requests.request(now);
        run(now);
        requests.onKeyFrame();
        requests.request(now + 100 * MILLISECOND);
        assertEquals(now + 500 * MILLISECOND, requests.deadline());
    }

    @Test
    void aKeyFrameEndsTheSlowingDown() {
        requests.request(now);
        run(now + 4 * SECOND);
        long last = sent.getLast();
        requests.onKeyFrame();
        requests.request(now);
        assertEquals(Math.max(now, last + 500 * MILLISECOND), requests.deadline());
    }

    /// 200 viewers ask fifty times a second each; the source answers each request after 80 ms.
    @Test
    void aStormOfRequestsReachesTheSourceTwiceASecond() {
        long start = now;
        long keyFrameAt = NEVER;
        int before = 0;
        for (; now < start + 10 * SECOND; now += 20 * MILLISECOND) {
            for (int viewer = 0; viewer < 200; viewer++) {
                requests.request(now);
            }
            requests.onTime(now, () -> sent.add(now));
            if (sent.size() > before) {
                before = sent.size();
                keyFrameAt = now + 80 * MILLISECOND;
            }
            if (now >= keyFrameAt) {
                keyFrameAt = NEVER;
                requests.onKeyFrame();
            }
        }
        assertTrue(sent.size() <= 20, () -> sent.size() + " requests");
        assertTrue(sent.size() >= 18, "yet each viewer is served");
    }

    private void run(long until) {
        while (requests.deadline() <= until) {
            now = requests.deadline();
            requests.onTime(now, () -> sent.add(now));
        }
        now = until;
    }
}
