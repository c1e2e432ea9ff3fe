package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signaling over real WebSockets to a real server.
class SignalingTest {
    private static TestServer server;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void twoMeetInARoomAndTalk() {
        try (TestSocket ann = TestSocket.join(server, "talk", "Ann");
                TestSocket bob = TestSocket.join(server, "talk", "Bob")) {
            JsonNode arrival = ann.await("participantJoined");
            assertEquals("Bob", arrival.at("/participant/name").asText());

            bob.send(TestSocket.message("chat").put("text", "hello"));

            assertEquals("hello", ann.await("chat").path("text").asText());
            assertEquals("Bob", bob.await("chat").path("name").asText());
            bob.send(TestSocket.message("leave"));
            assertEquals("left", ann.await("participantLeft").path("reason").asText());
            assertEquals(1000, bob.awaitClose());
        }
    }

    @Test
    void theServerOffersAtOnceWhatIsToBeReceived() {
        try (TestSocket ann = TestSocket.join(server, "offered", "Ann")) {
            JsonNode offer = ann.await("createOffer");

            assertEquals("subscribe", offer.path("connection").asText());
            assertEquals(0, offer.path("tracks").size());
        }
    }
}
