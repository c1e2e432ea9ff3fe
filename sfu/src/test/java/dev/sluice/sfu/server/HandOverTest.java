package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class HandOverTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 5000);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<byte[]> taken = new ArrayList<>();
    private int turns;
    private final HandOver door = new HandOver(4, 64, loop::add, new HandOver.Receiver() {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
            assertEquals(PEER, from);
            taken.add(Arrays.copyOfRange(bytes, offset, offset + length));
            Arrays.fill(bytes, (byte) 0xff);    // as decryption in place does
        }

        @Override
        public void onEndOfTurn() {
            turns++;
        }
    });

    @Test
    void whatIsPassedIsTakenInOrderInOneTurn() {
        byte[] source = {9, 1, 2, 3, 9};
        assertTrue(door.offer(PEER, source, 1, 3));
        source[1] = 7;
        assertTrue(door.offer(PEER, source, 1, 2));

        assertEquals(1, loop.size());
        runLoop();

        assertArrayEquals(new byte[]{1, 2, 3}, taken.get(0));
        assertArrayEquals(new byte[]{7, 2}, taken.get(1));
        assertEquals(1, turns);
    }

    @Test
    void whatHasNoRoomIsRefusedUntilThereIsRoomAgain() {
        for (int i = 0; i < 4; i++) {
            assertTrue(door.offer(PEER, new byte[]{(byte) i}, 0, 1));
        }
        assertFalse(door.offer(PEER, new byte[]{4}, 0, 1));

        runLoop();

        assertEquals(4, taken.size());
        assertTrue(door.offer(PEER, new byte[]{5}, 0, 1));
        runLoop();
        assertArrayEquals(new byte[]{5}, taken.get(4));
    }

    @Test
    void aSlotGoesRoundEvenWhenItsTakerFails() {
        HandOver failing = new HandOver(2, 8, loop::add, new HandOver.Receiver() {
            @Override
            public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
                throw new StackOverflowError();
            }

            @Override
            public void onEndOfTurn() {}
        });
        for (int i = 0; i < 10; i++) {
            assertTrue(failing.offer(PEER, new byte[1], 0, 1));
            assertThrows(StackOverflowError.class, this::runLoop);
        }
    }

    @Test
    void nothingIsLostBetweenManyPassersAndOneTaker() throws InterruptedException {
        int passers = 4;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(passers * each);
        int[] next = new int[passers];
        try (ExecutorService owner = Executors.newSingleThreadExecutor();
                ExecutorService others = Executors.newFixedThreadPool(passers)) {
            HandOver shared = new HandOver(64, 8, owner, new HandOver.Receiver() {
                @Override
                public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
                    int passer = bytes[0];
                    int number = (bytes[1] & 0xff) << 8 | bytes[2] & 0xff;
                    assertEquals(next[passer]++ & 0xffff, number);
                    done.countDown();
                }

                @Override
                public void onEndOfTurn() {}
            });
            for (int passer = 0; passer < passers; passer++) {
                byte number = (byte) passer;
                others.execute(() -> pass(shared, number, each));
            }
            assertTrue(done.await(20, TimeUnit.SECONDS), () -> done.getCount() + " never came");
        }
    }

    private static void pass(HandOver door, byte passer, int count) {
        for (int i = 0; i < count; i++) {
            byte[] datagram = {passer, (byte) (i >> 8), (byte) i};
            while (!door.offer(PEER, datagram, 0, 3)) {
                Thread.onSpinWait();
            }
        }
    }

    private void runLoop() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }
}
