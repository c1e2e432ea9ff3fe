package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DtlsHandshakeTest {
    private final DtlsPair pair = new DtlsPair();

    @AfterEach
    void noThreadIsLeft() {
        pair.close();
    }

    @Test
    void bothSidesEndUpWithTheSameKeys() {
        pair.start();
        pair.runUntilConnected();

        SrtpKeys client = pair.client.keys;
        SrtpKeys server = pair.server.keys;
        assertEquals(SrtpProfile.AEAD_AES_128_GCM, client.profile());
        assertArrayEquals(client.localKey(), server.remoteKey());
        assertArrayEquals(client.localSalt(), server.remoteSalt());
        assertArrayEquals(client.remoteKey(), server.localKey());
        assertArrayEquals(client.remoteSalt(), server.localSalt());
    }

    @Test
    void aHandshakeWithoutLossTakesFourDatagrams() {
        pair.start();
        pair.runUntilConnected();

        assertEquals(4, pair.client.sent.size() + pair.server.sent.size());
        assertTrue(pair.client.sent.stream().allMatch(datagram -> datagram.length <= DtlsTransport.MAX_DATAGRAM));
        assertTrue(pair.server.sent.stream().allMatch(datagram -> datagram.length <= DtlsTransport.MAX_DATAGRAM));
    }

    @Test
    void applicationDataGoesBothWaysWithoutAThread() {
        pair.start();
        pair.runUntilConnected();
        assertEquals(0, pair.threads.active());

        pair.client.say("ping");
        pair.server.say("pong");
        pair.deliver();

        assertEquals(List.of("ping"), pair.server.heard());
        assertEquals(List.of("pong"), pair.client.heard());
    }

    @Test
    void closeIsHeardByThePeer() {
        pair.start();
        pair.runUntilConnected();

        pair.client.transport.close();
        pair.deliver();

        assertEquals(DtlsState.CLOSED, pair.client.transport.state());
        assertEquals(DtlsState.CLOSED, pair.server.transport.state());
        assertTrue(pair.server.closed);
        byte[] late = "late".getBytes(StandardCharsets.UTF_8);
        assertEquals(false, pair.client.transport.send(late, 0, late.length));
    }
}
