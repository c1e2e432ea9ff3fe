package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.U64;

class ApplicationDataTest {
    private final DtlsPair pair = new DtlsPair();

    @BeforeEach
    void connect() {
        pair.start();
        pair.runUntilConnected();
    }

    @AfterEach
    void noThreadIsLeft() {
        pair.close();
    }

    /// A nonce used twice with AES-GCM gives the key stream away, and the power to forge.
    @Test
    void theNoncesOfAThousandRecordsRise() {
        pair.client.sent.clear();
        for (int i = 0; i < 1000; i++) {
            pair.client.say("message " + i);
        }

        long previousNonce = 0;
        long previousSequence = 0;
        for (byte[] datagram : pair.client.sent) {
            long sequence = U64.get(datagram, 3);
            long nonce = U64.get(datagram, DtlsRecord.HEADER_LENGTH);
            assertTrue(Long.compareUnsigned(nonce, previousNonce) > 0);
            assertTrue(Long.compareUnsigned(sequence, previousSequence) > 0);
            previousNonce = nonce;
            previousSequence = sequence;
        }
        assertEquals(1000, pair.client.sent.size());
    }

    @Test
    void messagesOfEverySizeArriveAsTheyWere() {
        Random random = new Random(1);
        for (int length : new int[]{1, 2, 15, 16, 17, 100, 1149, 1200, 4000, 16_384}) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            assertTrue(pair.client.transport.send(message, 0, length));
            pair.deliver();
            assertArrayEquals(message, pair.server.received.getLast());
        }
    }

    @Test
    void severalRecordsInADatagramAreSeveralMessages() {
        pair.client.outbox.clear();
        pair.client.say("one");
        pair.client.say("two");
        pair.client.say("three");
        byte[] together = Records.concat(pair.client.outbox.toArray(byte[][]::new));
        pair.server.receive(together);

        assertEquals(List.of("one", "two", "three"), pair.server.heard());
    }

    @Test
    void theCallersBytesAreNotTouched() {
        byte[] message = {9, 1, 2, 3, 9};
        pair.client.transport.send(message, 1, 3);
        pair.deliver();

        assertArrayEquals(new byte[]{9, 1, 2, 3, 9}, message);
        assertArrayEquals(new byte[]{1, 2, 3}, pair.server.received.getLast());
    }

    @Test
    void aMessageThatIsTooLongIsMisuse() {
        byte[] message = new byte[16_385];
        assertThrows(IllegalArgumentException.class, () -> pair.client.transport.send(message, 0, message.length));
    }

    @Test
    void afterCloseNothingIsSentOrHeard() {
        pair.client.say("too late to hear");
        pair.server.transport.close();
        pair.deliver();

        assertTrue(pair.client.closed);
        assertFalse(pair.server.transport.send(new byte[1], 0, 1));
        assertEquals(List.of(), pair.server.heard());
    }

    /// Both say goodbye at once: each hears the other's, or nothing, and it is over.
    @Test
    void closingTwiceIsClosingOnce() {
        pair.client.transport.close();
        pair.client.transport.close();
        pair.server.transport.close();
        pair.deliver();

        assertEquals(DtlsState.CLOSED, pair.client.transport.state());
        assertEquals(DtlsState.CLOSED, pair.server.transport.state());
        assertFalse(pair.client.closed, "who closes is not told");
    }

    /// Data that overtakes the Finished in front of it waits for it.
    @Test
    void dataThatComesBeforeTheHandshakeIsCompleteIsKept() {
        try (DtlsPair other = new DtlsPair()) {
            other.start();
            other.deliverOne(other.client, other.server);
            other.deliverOne(other.server, other.client);
            other.deliverOne(other.client, other.server);
            assertTrue(other.server.isConnected());
            byte[] lastFlight = other.server.outbox.poll();
            other.server.say("early");
            other.client.receive(other.server.outbox.poll());
            assertEquals(List.of(), other.client.heard());

            other.client.receive(lastFlight);

            assertEquals(List.of("early"), other.client.heard());
        }
    }

    @Test
    void aGoodbyeIsEncrypted() {
        pair.client.sent.clear();
        pair.client.transport.close();

        byte[] record = pair.client.sent.getFirst();
        assertEquals(DtlsRecord.ALERT, Records.type(record));
        assertEquals(1, Records.epoch(record));
        assertFalse(Arrays.equals(new byte[]{1, 0},
                Arrays.copyOfRange(record, DtlsRecord.HEADER_LENGTH, DtlsRecord.HEADER_LENGTH + 2)));
    }
}
