package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

class HandshakeThreadsTest {
    private final HandshakeThreads threads = HandshakeThreads.create(3);
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private final List<Silent> opened = new ArrayList<>();

    @AfterEach
    void noThreadIsLeft() {
        opened.forEach(end -> end.transport.close());
        threads.awaitQuiet();
        assertEquals(0, threads.active());
    }

    /// What a handshake makes of its input is with the owner before time moves on.
    @Test
    void whenItIsQuietAllResultsAreWithTheOwner() {
        for (int round = 0; round < 50; round++) {
            Silent client = new Silent(DtlsRole.CLIENT);
            client.transport.start(1);
            threads.awaitQuiet();
            assertEquals(1, loop.size(), "the flight is waiting for the owner");
            loop.poll().run();
            assertEquals(1, client.sent);
            client.transport.close();
            threads.awaitQuiet();
            assertTrue(loop.isEmpty());
        }
    }

    @Test
    void itIsQuietWhenNobodyShakesHands() {
        threads.awaitQuiet();
        assertEquals(0, threads.active());
    }

    @Test
    void closingATransportEndsItsThread() {
        Silent client = new Silent(DtlsRole.CLIENT);
        client.transport.start(1);
        assertEquals(1, threads.active());

        client.transport.close();
        threads.awaitQuiet();

        assertEquals(0, threads.active());
    }

    @Test
    void aHandshakeThatNobodyAnswersEndsAfterThirtySeconds() {
        Silent client = new Silent(DtlsRole.CLIENT);
        client.transport.start(1);
        settle();
        long now = 1;
        while (client.transport.state() == DtlsState.CONNECTING) {
            now = client.transport.deadline();
            client.transport.onTime(now);
            settle();
        }

        assertEquals("no answer within 30 seconds", client.failure);
        assertEquals(DtlsTransport.HANDSHAKE_LIMIT, now - 1);
        assertEquals(Time.NEVER, client.transport.deadline());
        assertEquals(34, client.sent, "a hello, then one after 50, 150, 350, 750, 1550 ms and every second");
        assertEquals(0, threads.active());
    }

    @Test
    void aServerThatHearsNothingHasNoThread() {
        Silent server = new Silent(DtlsRole.SERVER);
        server.transport.start(1);
        assertEquals(0, threads.active());

        server.transport.onTime(server.transport.deadline());

        assertEquals(DtlsState.FAILED, server.transport.state());
    }

    @Test
    void noMoreHandshakesThanTheLimitAreUnderWay() {
        for (int i = 0; i < 3; i++) {
            new Silent(DtlsRole.CLIENT).transport.start(1);
        }
        Silent fourth = new Silent(DtlsRole.CLIENT);
        fourth.transport.start(1);

        assertEquals(DtlsState.FAILED, fourth.transport.state());
        assertEquals(3, threads.active());
    }

    /// The client repeats it; perhaps there is room then.
    @Test
    void aHelloBeyondTheLimitIsDropped() {
        Silent client = new Silent(DtlsRole.CLIENT);
        client.transport.start(1);
        settle();
        for (int i = 0; i < 2; i++) {
            new Silent(DtlsRole.CLIENT).transport.start(1);
        }
        Silent server = new Silent(DtlsRole.SERVER);
        server.transport.start(1);
        server.transport.onPacket(client.last, 0, client.last.length, 1);
        assertEquals(1, server.transport.dropped(DtlsDrop.TOO_MANY_HANDSHAKES));

        client.transport.close();
        threads.awaitQuiet();
        server.transport.onPacket(client.last, 0, client.last.length, 2);
        settle();

        assertEquals(1, server.sent);
    }

    @Test
    void afterCloseNoHandshakeStarts() {
        Silent before = new Silent(DtlsRole.CLIENT);
        before.transport.start(1);
        threads.close();
        threads.awaitQuiet();
        assertEquals(0, threads.active());

        Silent after = new Silent(DtlsRole.CLIENT);
        after.transport.start(1);
        assertEquals(DtlsState.FAILED, after.transport.state());
    }

    @Test
    void misuseIsToldAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> HandshakeThreads.create(0));
        Silent client = new Silent(DtlsRole.CLIENT);
        client.transport.start(1);
        assertThrows(IllegalStateException.class, () -> client.transport.start(2));
        assertThrows(IllegalArgumentException.class, () -> client.transport.send(new byte[0], 0, 0));
        assertFalse(client.transport.send(new byte[1], 0, 1));
    }

    private void settle() {
        do {
            threads.awaitQuiet();
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
            threads.awaitQuiet();
        } while (!loop.isEmpty());
    }

    private final class Silent implements DtlsTransport.Output {
        final DtlsTransport transport;
        int sent;
        byte[] last;
        String failure;

        Silent(DtlsRole role) {
            transport = new DtlsTransport(role, Certificates.one(), List.of(Certificates.other().fingerprint()),
                    threads, loop::add, this);
            opened.add(this);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            sent++;
            last = Arrays.copyOfRange(bytes, offset, offset + length);
        }

        @Override
        public void connected(SrtpKeys keys) {}

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {}

        @Override
        public void failed(String reason) {
            failure = reason;
        }

        @Override
        public void closed() {}
    }
}
