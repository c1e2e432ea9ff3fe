package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.U32;

class ReorderBufferTest {
    private static final long WAIT = 100 * MILLISECOND;

    private final List<Integer> delivered = new ArrayList<>();
    private final List<Integer> skipped = new ArrayList<>();
    private final ReorderBuffer.Output out = new ReorderBuffer.Output() {
        @Override
        public void deliver(RtpPacket packet) {
            assertEquals(packet.sequenceNumber(), U32.get(packet.bytes(), packet.payloadOffset()));
            delivered.add(packet.sequenceNumber());
        }

        @Override
        public void onSkipped(int sequenceNumber, int count) {
            for (int i = 0; i < count; i++) {
                skipped.add(sequenceNumber + i & 0xffff);
            }
        }
    };
    private final ReorderBuffer buffer = new ReorderBuffer(64, WAIT);
    private long now;

    @Test
    void whatIsInOrderGoesThrough() {
        receive(5, 6, 7);
        assertEquals(List.of(5, 6, 7), delivered);
        assertEquals(NEVER, buffer.deadline());
    }

    @Test
    void aLatePacketIsWaitedFor() {
        receive(65_534, 0, 1);
        assertEquals(List.of(65_534), delivered);
        receive(65_535);
        assertEquals(List.of(65_534, 65_535, 0, 1), delivered);
        assertEquals(NEVER, buffer.deadline());
    }

    @Test
    void aGapIsSkippedWhenItHasBeenWaitedForLongEnough() {
        receive(1);
        now = 10;
        receive(4);
        now = 20;
        receive(7);
        assertEquals(10 + WAIT, buffer.deadline());

        jumpToDeadline();
        assertEquals(List.of(1, 4), delivered);
        assertEquals(List.of(2, 3), skipped);
        assertEquals(20 + WAIT, buffer.deadline());

        jumpToDeadline();
        assertEquals(List.of(1, 4, 7), delivered);
        assertEquals(4, buffer.skipped());
    }

    @Test
    void eachPacketComesOnce() {
        receive(1, 1, 3, 3, 2, 2, 3);
        assertEquals(List.of(1, 2, 3), delivered);
        assertEquals(1, buffer.duplicates());
        assertEquals(3, buffer.late());
    }

    @Test
    void whatComesAfterItsTurnIsDropped() {
        receive(1, 3);
        jumpToDeadline();
        receive(2);
        assertEquals(List.of(1, 3), delivered);
        assertEquals(1, buffer.late());
    }

    @Test
    void aPacketTooFarAheadEndsTheWait() {
        receive(1, 3, 5);
        receive(1 + 64 + 2);
        assertEquals(List.of(1, 3), delivered);
        assertEquals(List.of(2), skipped);
        receive(1000);
        assertEquals(List.of(1, 3, 5, 67, 1000), delivered);
        assertEquals(NEVER, buffer.deadline());
    }

    @Test
    void aSenderThatStartsAgainIsFollowed() {
        receive(50_000, 30_000, 30_001, 30_002);
        assertEquals(List.of(50_000, 30_001, 30_002), delivered);
    }

    /// Jitter, duplicates and loss over ten wraps: what comes out is in order and without doubles.
    @Test
    void keepsTheOrderOfAnUnrulyLink() {
        Random random = new Random(8);
        PriorityQueue<long[]> link = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        int lost = 0;
        int packets = 10 * 65_536;
        for (int n = 0; n < packets; n++) {
            long at = n * MILLISECOND + (random.nextInt(10) == 0 ? random.nextLong(20 * MILLISECOND) : 0);
            if (n > 0 && n < packets - 1 && random.nextInt(50) == 0) {
                lost++;
            } else {
                link.add(new long[]{at, n});
            }
            if (n > 0 && random.nextInt(20) == 0) {
                link.add(new long[]{at + MILLISECOND, n});
            }
            while (!link.isEmpty() && link.peek()[0] <= n * MILLISECOND) {
                arrive(link.poll());
            }
        }
        while (!link.isEmpty()) {
            arrive(link.poll());
        }
        while (buffer.deadline() != NEVER) {
            jumpToDeadline();
        }

        assertEquals(packets, delivered.size() + skipped.size());
        assertTrue(skipped.size() <= lost);
        int at = delivered.get(0);
        for (int n : delivered) {
            assertTrue((n - at & 0xffff) < 100, "in order");
            at = n;
        }
    }

    private void arrive(long[] packet) {
        now = packet[0];
        buffer.onTime(now, out);
        receive((int) packet[1] & 0xffff);
    }

    private void receive(int... sequenceNumbers) {
        for (int n : sequenceNumbers) {
            buffer.onPacket(Packets.packet(n), now, out);
        }
    }

    private void jumpToDeadline() {
        now = buffer.deadline() == NEVER ? now : buffer.deadline();
        buffer.onTime(now, out);
    }
}
