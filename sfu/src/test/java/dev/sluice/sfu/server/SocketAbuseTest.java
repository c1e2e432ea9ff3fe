package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.sfu.signaling.MutatedMessages;

/// WebSockets that do what they should not: each is closed with the code that says why, and two people in a calm room notice nothing.
class SocketAbuseTest {
    private static final long GIGABYTE = 1L << 30;
    private static final int CHUNK = 65_536;
    private static final Duration IN_TIME = Duration.ofSeconds(15);
    private static final long FLAT = 8 * TestHeap.MEGABYTE;

    private static TestServer server;
    private static PeerConnectionFactory factory;
    private static TestMember ann;
    private static TestMember bob;
    private static LogWatch log;

    private final Instant begin = Instant.now();
    private final long heap = TestHeap.inUse();

    @BeforeAll
    static void start() {
        server = TestServer.start("--workers", "1");
        log = new LogWatch();
        factory = PeerConnectionFactory.builder().ice(HostIceAgent.factory(new InetSocketAddress("127.0.0.1", 0)))
                .build();
        ann = TestMember.join(server, factory, "calm", "Ann").publish("camera", "video");
        bob = TestMember.join(server, factory, "calm", "Bob").publish("camera", "video");
        ann.awaitPackets(bob, "camera", 10);
        bob.awaitPackets(ann, "camera", 10);
        server.get("/metrics");
    }

    @AfterAll
    static void stop() {
        ann.close();
        bob.close();
        factory.close();
        server.close();
        log.close();
    }

    @AfterEach
    void theCalmRoomIsCalm() {
        ann.socket().send(TestSocket.message("chat").put("text", "all well?"));
        bob.socket().await("chat");
        ann.awaitPackets(bob, "camera", 10);
        bob.awaitPackets(ann, "camera", 10);
        ann.assertNothingWasWrong();
        bob.assertNothingWasWrong();
        assertEquals(List.of(), log.alarms());
        assertEquals(0, server.states().stream().mapToLong(state -> state.udp().internalErrors()).sum());
        long growth = TestHeap.inUse() - heap;
        assertTrue(growth < FLAT, "the heap grew by " + growth);
    }

    private void assertInTime() {
        Duration taken = Duration.between(begin, Instant.now());
        assertTrue(taken.compareTo(IN_TIME) < 0, taken::toString);
    }

    private static double sockets() {
        return metric("sluice_sockets ");
    }

    private static double closed(String reason) {
        return metric("sluice_sockets_closed_total{reason=\"" + reason + "\"}");
    }

    private static double metric(String name) {
        return server.get("/metrics").body().lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst()
                .orElseThrow();
    }

    // Too big.

    @ParameterizedTest
    @ValueSource(longs = {(1 << 18) + 1, 1 << 20, GIGABYTE, Long.MAX_VALUE})
    void aFrameThatIsTooBigIsNotWaitedFor(long length) {
        double before = closed("too_big");
        try (RawClient client = RawClient.open(server)) {
            client.header(RawClient.TEXT, true, length);
            client.write(new byte[CHUNK]);

            assertEquals(1009, client.awaitClose());
        }
        assertEquals(before + 1, closed("too_big"));
        assertInTime();
    }

    @Test
    void aMessageWithoutEndIsCutAfterItsFirstPieces() {
        try (RawClient client = RawClient.open(server)) {
            client.frame(RawClient.TEXT, false, new byte[CHUNK]);
            for (int i = 0; i < 4; i++) {
                client.frame(RawClient.CONTINUATION, false, new byte[CHUNK]);
            }
            assertEquals(1009, client.awaitClose());

            long sent = flood(client);

            assertTrue(sent < GIGABYTE, sent + " bytes were taken");
        }
        assertInTime();
    }

    /// Goes on and on, up to a gigabyte; the connection does not last so long.
    private static long flood(RawClient client) {
        long sent = 0;
        try {
            for (; sent < GIGABYTE; sent += CHUNK) {
                client.frame(RawClient.CONTINUATION, false, new byte[CHUNK]);
            }
        } catch (UncheckedIOException _) {
            // the server has hung up
        }
        return sent;
    }

    @Test
    void aMessageOfTheLargestSizeIsTaken() {
        try (TestSocket socket = TestSocket.open(server)) {
            String text = "{\"type\": \"ping\", \"padding\": \"\"}";
            socket.sendAnything(text.replace("\"\"}", "\"" + "x".repeat((1 << 18) - text.length()) + "\"}"));

            socket.await("pong");
        }
    }

    // Too many.

    @Test
    void tenThousandMessagesASecondAreTooMany() {
        try (RawClient client = RawClient.join(server, "flooded", "Eve")) {
            try {
                for (int i = 0; i < 10_000; i++) {
                    client.text("{\"type\":\"chat\",\"text\":\"buy!\"}");
                }
            } catch (UncheckedIOException _) {
                // closed in the middle
            }
            int code = client.awaitClose();
            assertTrue(code == 1008 || code == RawClient.BROKEN, code + "");
        }
        assertTrue(closed("too_fast") >= 1);
        assertInTime();
    }

    @ParameterizedTest
    @ValueSource(ints = {RawClient.PING, RawClient.CONTINUATION})
    void emptyFramesAreCountedToo(int opcode) {
        double before = closed("too_fast");
        try (RawClient client = RawClient.open(server)) {
            if (opcode == RawClient.CONTINUATION) {
                client.frame(RawClient.TEXT, false, new byte[0]);
            }
            try {
                for (int i = 0; i < 10_000; i++) {
                    client.frame(opcode, opcode == RawClient.PING, new byte[0]);
                }
            } catch (UncheckedIOException _) {
                // closed in the middle
            }
            client.awaitClose();
        }
        assertEquals(before + 1, closed("too_fast"));
        assertInTime();
    }

    @Test
    void oneAddressHasTwoHundredSocketsAndNoMore() {
        double before = sockets();
        List<RawClient> clients = new ArrayList<>();
        try {
            int refused = 0;
            for (int i = 0; i < 2_000; i++) {
                RawClient client = RawClient.open(server, "/ws", "");
                clients.add(client);
                refused += client.status() == 429 ? 1 : 0;
            }
            assertTrue(refused >= 1_800, refused + " refused");
        } finally {
            clients.forEach(RawClient::close);
        }
        TestMember.await(() -> sockets() == before, () -> "sockets stay open");
        TestSocket.join(server, "afterwards", "Ann").close();
        assertInTime();
    }

    // Too slow.

    @Test
    void whoNeverReadsIsCutAndTheRoomTalksOn() {
        double before = closed("too_slow");
        try (RawClient deaf = RawClient.join(server, "loud", "Deaf");
                TestSocket listener = TestSocket.join(server, "loud", "Listener")) {
            assertEquals(101, deaf.status());
            List<TestSocket> talkers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                talkers.add(TestSocket.join(server, "loud", "Talker" + i));
            }
            String text = "x".repeat(4_000);
            for (int i = 0; closed("too_slow") == before && i < 190; i++) {
                talkers.forEach(talker -> talker.send(TestSocket.message("chat").put("text", text)));
            }

            TestMember.await(() -> closed("too_slow") == before + 1, () -> "the deaf one is still served");
            listener.await(message -> message.path("type").asText().equals("participantAway"), "away");
            talkers.getFirst().send(TestSocket.message("chat").put("text", "peace"));
            listener.await(message -> message.path("text").asText().equals("peace"), "peace");
            talkers.forEach(TestSocket::close);
        }
    }

    // Nonsense.

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "{", "{\"type\": \"ping\"}}", "{\"type\": ping}", "{'type': 'ping'}",
        "{\"type\": \"ping\", \"number\": 01}", "\u0000"})
    void whatIsNoJsonEndsTheSocket(String text) {
        try (RawClient client = RawClient.open(server)) {
            client.text(text);

            assertEquals(1007, client.awaitClose());
        }
    }

    @Test
    void whatIsNoUtf8EndsTheSocket() {
        try (RawClient client = RawClient.open(server)) {
            client.frame(RawClient.TEXT, true, new byte[]{'{', '"', (byte) 0xff, '"', '}'});

            assertEquals(1007, client.awaitClose());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingEndsTheSocket(String level) {
        try (RawClient client = RawClient.open(server)) {
            client.text(level.repeat(20_000));

            assertEquals(1007, client.awaitClose());
        }
    }

    @Test
    void numbersWithoutMeasureHarmNothing() {
        try (RawClient client = RawClient.open(server)) {
            client.text("{\"type\": \"mute\", \"seq\": " + "9".repeat(100_000) + "}");

            assertEquals(1007, client.awaitClose());
        }
        try (TestSocket socket = TestSocket.open(server)) {
            for (String number : List.of("1e999999999", "-1", "1.5", "9007199254740992", "1e-999999999", "1E400")) {
                socket.sendAnything("{\"type\": \"mute\", \"seq\": " + number + "}");
                assertEquals("bad-message", socket.await("error").path("code").asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"join\"", "[{\"type\": \"ping\"}]"})
    void jsonThatIsNoObjectIsNoMessage(String text) {
        try (TestSocket socket = TestSocket.open(server)) {
            socket.sendAnything(text);

            assertEquals("bad-message", socket.await("error").path("code").asText());
        }
    }

    @Test
    void binaryFramesEndTheSocket() {
        try (RawClient client = RawClient.open(server)) {
            client.frame(RawClient.BINARY, true, new byte[10]);

            assertEquals(1003, client.awaitClose());
        }
    }

    @Test
    void framesThatAreNoneEndTheSocket() {
        try (RawClient client = RawClient.open(server)) {
            client.write(new byte[]{0x71, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8});

            assertEquals(1002, client.awaitClose());
        }
    }

    @Test
    void hundredsOfMessagesWithSomethingWrongAreAnswered() throws Exception {
        ObjectMapper json = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        Random random = new Random(20_261_123);
        TestSocket victim = TestSocket.join(server, "mutated", "Vic");
        MutatedMessages messages = new MutatedMessages(random, "nobody");
        for (int socket = 0; socket < 5; socket++) {
            try (TestSocket eve = TestSocket.join(server, "mutated", "Eve" + socket)) {
                for (int i = 0; i < 150; i++) {
                    eve.sendAnything(json.writeValueAsString(messages.next()).replace("\"leave\"", "\"stay\""));
                }
                eve.send(TestSocket.message("ping"));
                eve.await("pong");
            }
        }
        victim.send(TestSocket.message("ping"));
        victim.await("pong");
        victim.close();
    }

    @Test
    void fiveTriesToJoinAreEnough() {
        try (TestSocket socket = TestSocket.open(server)) {
            for (int i = 0; i < 4; i++) {
                socket.send(TestSocket.joining("calm", "Ann"));
                assertEquals("name-taken", socket.await("error").path("code").asText());
            }
            socket.send(TestSocket.joining("calm", "Ann"));
            assertEquals(1008, socket.awaitClose());
        }
    }
}
