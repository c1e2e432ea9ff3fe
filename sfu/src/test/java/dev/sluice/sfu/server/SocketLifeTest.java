package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// How WebSockets begin and end: TLS, origins, silence, and a server that stops.
class SocketLifeTest {
    @Test
    void aSocketIsOpenedOverTlsToo() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new AnyCertificate()}, null);
        try (TestServer server = TestServer.start("--tls", "self-signed", "--workers", "1");
                HttpClient client = HttpClient.newBuilder().sslContext(context).build();
                TestSocket socket = TestSocket.open(client, java.net.URI.create(server.server.url()).resolve("/ws"))) {
            socket.send(TestSocket.joining("safe", "Ann"));

            assertEquals("safe", socket.await("joined").path("room").asText());
        }
    }

    @Test
    void pagesOfOriginsThatAreNotWelcomeAreTurnedAway() {
        try (TestServer server = TestServer.start("--ws-origins", "https://meet.example.org", "--workers", "1")) {
            try (TestSocket stranger = TestSocket.open(server, "Origin", "https://evil.example.org")) {
                assertEquals(1008, stranger.awaitClose());
                assertTrue(stranger.closeReason().contains("origin"), stranger::closeReason);
            }
            try (TestSocket friend = TestSocket.open(server, "Origin", "https://meet.example.org");
                    TestSocket noPage = TestSocket.open(server)) {
                friend.send(TestSocket.message("ping"));
                friend.await("pong");
                noPage.send(TestSocket.message("ping"));
                noPage.await("pong");
            }
        }
    }

    @Test
    void whoDoesNotJoinOrSaysNothingIsClosed() {
        try (TestServer server = TestServer.start("--ws-ping", "1", "--workers", "1")) {
            List<RawClient> idle = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                idle.add(RawClient.open(server));
            }
            try (RawClient silent = RawClient.join(server, "demo", "Silent");
                    TestSocket ann = TestSocket.join(server, "demo", "Ann")) {
                for (RawClient client : idle) {
                    assertEquals(1008, client.awaitClose());
                    client.close();
                }
                assertEquals(1008, silent.awaitClose());
                assertTrue(ann.await("participantAway").path("away").asBoolean());
                assertTrue(ann.isOpen());       // it answers pings
            }
        }
    }

    @Test
    void otherPathsAndPlainRequestsGetNoSocket() throws IOException {
        try (TestServer server = TestServer.start("--workers", "1")) {
            HttpURLConnection plain = (HttpURLConnection) server.uri("/ws").toURL().openConnection();
            assertEquals(426, plain.getResponseCode());
            assertEquals("websocket", plain.getHeaderField("Upgrade"));
            try (RawClient elsewhere = RawClient.open(server, "/other", "")) {
                assertEquals(404, elsewhere.status());
            }
        }
    }

    @Test
    void aServerThatStopsSendsEverybodyAwayAndTheNextOneTakesThemIn() {
        TestServer server = TestServer.start("--workers", "2");
        TestSocket ann = TestSocket.join(server, "demo", "Ann");
        TestSocket bob = TestSocket.join(server, "other", "Bob");
        TestSocket stranger = TestSocket.open(server);
        String token = ann.received().getFirst().path("token").asText();

        server.close();

        for (TestSocket member : List.of(ann, bob)) {
            assertTrue(member.await("comeBack").path("after").asInt() < 1_000);
            assertEquals(1012, member.awaitClose());
        }
        assertEquals(1012, stranger.awaitClose());
        try (TestServer next = TestServer.start("--workers", "2"); TestSocket again = TestSocket.open(next)) {
            again.send(TestSocket.message("resume").put("token", token).put("received", 0));
            assertEquals("gone", again.await("error").path("code").asText());
            again.send(TestSocket.joining("demo", "Ann").put("token", token));
            assertEquals("Ann", again.await("joined").path("name").asText());
        }
    }

    @Test
    void aTabThatGoesToAnotherRoomLeavesTheOneBeforeAlsoOnAnotherWorker() {
        try (TestServer server = TestServer.start("--workers", "3");
                TestSocket first = TestSocket.join(server, "one", "Ann");
                TestSocket watcher = TestSocket.join(server, "one", "Bob");
                TestSocket second = TestSocket.open(server)) {
            String other = otherWorkersRoom(server, "one");
            second.send(TestSocket.joining(other, "Ann")
                    .put("token", first.received().getFirst().path("token").asText()));

            assertEquals(other, second.await("joined").path("room").asText());
            assertEquals(4001, first.awaitClose());
            assertEquals("left", watcher.await("participantLeft").path("reason").asText());
        }
    }

    private static String otherWorkersRoom(TestServer server, String room) {
        int number = 0;
        while (server.server.workers().of("other" + number) == server.server.workers().of(room)) {
            number++;
        }
        return "other" + number;
    }

    @Test
    void operatorsSeeMembersAndSockets() {
        try (TestServer server = TestServer.start("--workers", "1");
                TestSocket ann = TestSocket.join(server, "seen", "Ann")) {
            String rooms = server.get("/api/rooms").body();
            assertTrue(rooms.contains("\"mode\" : \"SFU\"") && rooms.contains("\"Ann\""), rooms);
            String token = ann.received().getFirst().path("token").asText();
            assertTrue(!rooms.contains(token.substring(2)), "tokens are secret");

            String metrics = server.get("/metrics").body();
            for (String line : List.of("sluice_sockets 1.0", "sluice_members{worker=\"0\"} 1.0",
                    "sluice_rooms_by_mode{mode=\"sfu\",worker=\"0\"} 1.0",
                    "sluice_signaling_messages_total{direction=\"in\"} 1.0",
                    "sluice_sockets_closed_total{reason=\"too_big\"} 0.0")) {
                assertTrue(metrics.contains(line), metrics);
            }
        }
    }

    @Test
    void theLogTellsWhoComesAndGoesWithoutNamesAndAddresses() {
        try (TestServer server = TestServer.start("--workers", "1"); LogWatch log = new LogWatch()) {
            TestSocket ann = TestSocket.join(server, "logged", "Ann Example");
            JsonNode joined = ann.received().getFirst();
            ann.send(TestSocket.message("leave"));
            ann.awaitClose();

            String id = joined.path("participant").asText();
            assertEquals(List.of("/ws logged joined by " + id + ", sfu", "/ws logged left by " + id + ": left"),
                    log.lines().stream().filter(line -> line.startsWith("/ws")).toList());
            assertNotEquals("", id);
            assertEquals(List.of(), log.lines().stream().filter(line -> line.contains("Ann Example")).toList());
        }
    }

    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
