package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

/// Somebody who can send from the peer's address tries to spoil a handshake, or what comes after it.
class ImpostorTest {
    private final DtlsPair pair = new DtlsPair();

    @AfterEach
    void noThreadIsLeft() {
        pair.close();
    }

    /// The hello of the advisories ES2023-01 to 03: only the cipher suite TLS_RSA_WITH_NULL_SHA.
    @Test
    void aHelloThatIsRefusedDoesNotEndTheHandshake() {
        pair.server.transport.start(pair.now);
        pair.server.receive(nullCipherHello());
        assertEquals(1, pair.server.transport.dropped(DtlsDrop.REFUSED_HELLO));
        assertEquals(0, pair.server.sent.size(), "no alert for a stranger");

        pair.client.transport.start(pair.now);
        pair.settle();
        pair.runUntilConnected();

        assertConnected();
    }

    @Test
    void helloGarbageDoesNotEndTheHandshake() {
        pair.server.transport.start(pair.now);
        for (int length : new int[]{0, 1, 40, 300}) {
            pair.server.receive(Records.message(HandshakeMessage.CLIENT_HELLO, 0, new byte[length]));
        }
        assertEquals(4, pair.server.transport.dropped(DtlsDrop.REFUSED_HELLO));

        pair.client.transport.start(pair.now);
        pair.settle();
        pair.runUntilConnected();

        assertConnected();
    }

    @Test
    void aRefusedHelloIsToldAboutWhenNoBetterOneComes() {
        pair.server.transport.start(pair.now);
        pair.server.receive(nullCipherHello());
        pair.advance();

        assertEquals(DtlsState.FAILED, pair.server.transport.state());
        assertEquals("the handshake failed: handshake_failure(40)", pair.server.failure.replaceAll("; .*", ""));
        assertEquals(DtlsGuard.DOUBT, pair.now - 1);
        assertEquals(DtlsRecord.ALERT, Records.type(pair.server.sent.getLast()));
    }

    @Test
    void alertsInTheClearDoNotEndTheHandshake() {
        pair.start();
        for (int description = 0; description < 120; description += 10) {
            pair.server.receive(Records.alert(2, description));
            pair.client.receive(Records.alert(2, description));
            pair.server.receive(Records.record(DtlsRecord.ALERT, 0, 0, new byte[]{2}));
        }
        pair.runUntilConnected();

        assertConnected();
    }

    @Test
    void encryptedGarbageDoesNotEndTheHandshake() {
        pair.start();
        for (int i = 0; i < 10; i++) {
            pair.deliverOne(pair.client, pair.server);
            spray(pair.server, i);
            pair.deliverOne(pair.server, pair.client);
            spray(pair.client, i);
        }
        pair.runUntilConnected();

        assertConnected();
    }

    @Test
    void changeCipherSpecOutOfTurnDoesNotEndTheHandshake() {
        byte[] changeCipherSpec = Records.record(DtlsRecord.CHANGE_CIPHER_SPEC, 0, 0, new byte[]{1});
        pair.start();
        for (int i = 0; i < 10; i++) {
            pair.server.receive(changeCipherSpec);
            pair.client.receive(changeCipherSpec);
            pair.deliverOne(pair.client, pair.server);
            pair.deliverOne(pair.server, pair.client);
        }
        pair.runUntilConnected();

        assertConnected();
    }

    @Test
    void nothingInTheClearReachesAConnection() {
        pair.start();
        pair.runUntilConnected();

        pair.server.receive(nullCipherHello());
        pair.server.receive(Records.alert(2, 40));
        pair.client.receive(Records.alert(1, 0));
        spray(pair.server, 1);
        spray(pair.client, 2);
        pair.client.say("still here");
        pair.server.say("so am I");
        pair.deliver();

        assertConnected();
        assertEquals(List.of("still here"), pair.server.heard());
        assertEquals(List.of("so am I"), pair.client.heard());
    }

    @Test
    void aReplayedMessageIsHeardOnce() {
        pair.start();
        pair.runUntilConnected();
        pair.client.say("once");
        byte[] datagram = pair.client.sent.getLast();
        for (int i = 0; i < 10; i++) {
            pair.server.receive(datagram);
        }
        pair.deliver();

        assertEquals(List.of("once"), pair.server.heard());
    }

    /// The last flight is lost. The client asks for it by repeating its own; an impostor who replays that flight gets nothing.
    @Test
    void theLastFlightIsSentAgainToThePeerOnly() {
        pair.start();
        pair.deliverOne(pair.client, pair.server);
        pair.deliverOne(pair.server, pair.client);
        pair.deliverOne(pair.client, pair.server);
        assertTrue(pair.server.isConnected());
        byte[] flight = pair.client.sent.getLast();
        pair.server.outbox.clear();
        int sent = pair.server.sent.size();

        pair.server.receive(flight);
        pair.server.receive(flight);
        assertEquals(sent, pair.server.sent.size());

        pair.advance();
        pair.deliver();

        assertConnected();
        assertEquals(sent + 1, pair.server.sent.size());
    }

    /// A handshake record after the handshake: the beginning of a renegotiation, or of nothing.
    @Test
    void nobodyGetsARenegotiation() {
        pair.start();
        pair.runUntilConnected();
        int sent = pair.server.sent.size();
        byte[] hello = pair.client.sent.getFirst();
        pair.server.receive(hello);
        pair.now += 60 * Time.SECOND;
        pair.server.receive(hello);

        assertEquals(sent, pair.server.sent.size());
        assertEquals(2, pair.server.transport.dropped(DtlsDrop.WRONG_EPOCH));
        assertConnected();
    }

    private void assertConnected() {
        assertTrue(pair.client.isConnected() && pair.server.isConnected());
        assertArrayEquals(pair.client.keys.localKey(), pair.server.keys.remoteKey());
    }

    /// Records that look encrypted: handshake, alert, application data, ChangeCipherSpec.
    private static void spray(DtlsPair.End end, int seed) {
        for (int type = DtlsRecord.CHANGE_CIPHER_SPEC; type <= DtlsRecord.APPLICATION_DATA; type++) {
            for (int length : new int[]{0, 1, 8, 23, 24, 25, 60}) {
                byte[] garbage = new byte[length];
                Arrays.fill(garbage, (byte) (seed * 31 + type));
                end.receive(Records.record(type, 1, 1000 + seed, garbage));
            }
        }
    }

    private static byte[] nullCipherHello() {
        byte[] body = new byte[2 + 32 + 1 + 1 + 2 + 2 + 2];
        body[0] = (byte) 0xfe;
        body[1] = (byte) 0xfd;
        body[37] = 2;
        body[39] = 2; // TLS_RSA_WITH_NULL_SHA
        body[40] = 1;
        return Records.message(HandshakeMessage.CLIENT_HELLO, 0, body);
    }
}
