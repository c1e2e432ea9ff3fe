package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnectionFactory;

/// Whole rooms: people with WebSockets and media, over real sockets.
class RoomTest {
    private static TestServer server;
    private static PeerConnectionFactory factory;

    private final List<TestMember> members = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.start("--workers", "2");
        factory = PeerConnectionFactory.builder().ice(HostIceAgent.factory(new InetSocketAddress("127.0.0.1", 0)))
                .build();
    }

    @AfterAll
    static void stop() {
        factory.close();
        server.close();
    }

    @AfterEach
    void leave() {
        members.forEach(TestMember::close);
    }

    private TestMember join(String room, String name) {
        TestMember member = TestMember.join(server, factory, room, name);
        members.add(member);
        return member;
    }

    @Test
    void threePeopleGetEachOthersTracksAsTheyComeAndGo() {
        TestMember ann = join("three", "Ann").publish("camera", "video").publish("mic", "audio");
        TestMember bob = join("three", "Bob").publish("camera", "video");
        TestMember cem = join("three", "Cem");
        for (TestMember viewer : List.of(bob, cem)) {
            viewer.awaitPackets(ann, "camera", 20);
            viewer.awaitPackets(ann, "mic", 20);
        }
        ann.awaitPackets(bob, "camera", 20);

        bob.publish("screen", "video");
        ann.awaitPackets(bob, "screen", 20);
        cem.awaitPackets(bob, "screen", 20);
        bob.unpublish("screen");
        assertEquals("screen", cem.socket().await("trackRemoved").path("track").asText());
        cem.awaitPackets(bob, "camera", 20);

        bob.socket().send(TestSocket.message("leave"));
        JsonNode left = ann.socket().await("participantLeft");
        assertEquals(bob.id(), left.path("participant").asText());
        cem.awaitPackets(ann, "camera", 20);
        members.forEach(TestMember::assertNothingWasWrong);
    }

    @Test
    void mediaFlowsOnWhileTheSocketIsLostAndWhatWasMissedIsHeardAfterwards() {
        TestMember ann = join("resumed", "Ann").publish("camera", "video");
        TestMember bob = join("resumed", "Bob").publish("camera", "video");
        ann.awaitPackets(bob, "camera", 20);
        bob.awaitPackets(ann, "camera", 20);

        bob.loseSocket();
        assertTrue(ann.socket().await("participantAway").path("away").asBoolean());
        ann.awaitPackets(bob, "camera", 50);
        bob.awaitPackets(ann, "camera", 50);
        ann.socket().send(TestSocket.message("chat").put("text", "are you there?"));
        ann.socket().await("chat");
        bob.resume();

        assertEquals("are you there?", bob.socket().await("chat").path("text").asText());
        assertEquals(false, ann.socket().await("participantAway").path("away").asBoolean());
        bob.awaitPackets(ann, "camera", 20);
        members.forEach(TestMember::assertNothingWasWrong);     // no packet was lost all the while
    }

    @Test
    void whoeverReloadsDoesNotMeetItself() {
        TestMember ann = join("reloaded", "Ann").publish("camera", "video");
        TestMember bob = join("reloaded", "Bob").publish("camera", "video");
        ann.awaitPackets(bob, "camera", 20);

        TestMember again = bob.reload();
        members.add(again);
        assertEquals(4001, bob.socket().awaitClose());
        assertEquals(bob.id(), ann.socket().await("participantLeft").path("participant").asText());
        again.publish("camera", "video");
        ann.awaitPackets(again, "camera", 20);
        again.awaitPackets(ann, "camera", 20);
        members.forEach(TestMember::assertNothingWasWrong);
    }

    @Test
    void aPausedTrackStopsAndComesBack() {
        TestMember ann = join("paused", "Ann").publish("camera", "video").publish("mic", "audio");
        TestMember bob = join("paused", "Bob");
        bob.awaitPackets(ann, "camera", 20);

        bob.socket().send(TestSocket.message("subscription").put("participant", ann.id()).put("track", "camera")
                .put("paused", true));
        assertEquals("off", ann.socket().await("quality").path("quality").asText());
        int paused = bob.arrivals(ann, "camera").packets();
        bob.awaitPackets(ann, "mic", 50);
        assertEquals(paused, bob.arrivals(ann, "camera").packets());

        bob.socket().send(TestSocket.message("subscription").put("participant", ann.id()).put("track", "camera")
                .put("quality", "low"));
        assertEquals("low", ann.socket().await("quality").path("quality").asText());
        bob.awaitPackets(ann, "camera", 20);
    }

    @Test
    void peopleSeeWhoeverPublishesByWhip() {
        TestMember ann = join("mixed", "Ann");
        try (TestCall call = new TestCall(server, "mixed", 1, Integer.MAX_VALUE)) {
            JsonNode joined = ann.socket().await("participantJoined");
            assertEquals("cam", joined.at("/participant/name").asText());
            JsonNode added = ann.socket().await("trackAdded");
            assertEquals("camera", added.at("/track/source").asText());
            TestMember bob = join("mixed", "Bob");
            JsonNode offer = bob.socket().await("createOffer");
            assertEquals("video", offer.at("/tracks/0/track").asText());

            call.publisher.leave();
            assertEquals("left", ann.socket().await("participantLeft").path("reason").asText());
        }
    }
}
