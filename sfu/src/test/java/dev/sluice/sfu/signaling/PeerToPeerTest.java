package dev.sluice.sfu.signaling;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import dev.sluice.sfu.core.RoomTrack;

/// Two browsers that talk directly, and what happens when they are no longer two.
class PeerToPeerTest {
    private final Stage stage = new Stage();
    private final Person ann = stage.joinDirect("direct", "Ann");
    private final Person bob = stage.joinDirect("direct", "Bob");

    PeerToPeerTest() {
        ann.news();
        bob.news();
    }

    @Test
    void theThreeMessagesArePassedOnAsTheyAre() {
        ann.publishDirect(bob, "video:camera:camera");
        JsonNode offer = bob.next("createOffer");
        assertEquals(ann.id(), offer.path("from").asText());
        assertEquals(1, offer.path("negotiation").asInt());
        assertEquals(Person.sdp("video:camera:camera"), offer.path("sdp").asText());
        assertEquals("camera", offer.at("/tracks/0/track").asText());

        bob.send("createAnswer", "to", ann.id(), "negotiation", 1, "sdp", Person.sdp("video:x:x"), "tracks", List.of());
        assertEquals(bob.id(), ann.next("createAnswer").path("from").asText());
        bob.send("addIceCandidate", "to", ann.id(), "candidate",
                Map.of("candidate", "candidate:1", "sdpMLineIndex", 0));
        assertEquals("candidate:1", ann.next("addIceCandidate").at("/candidate/candidate").asText());
        ann.sendAnything(Person.message("addIceCandidate", "to", bob.id(), "candidate", null));
        assertTrue(bob.next("addIceCandidate").path("candidate").isNull());
    }

    @Test
    void whoJoinedLaterIsPolite() {
        ann.publishDirect(bob);
        bob.publishDirect(ann);

        assertTrue(bob.next("createOffer").path("polite").asBoolean());
        assertFalse(ann.next("createOffer").path("polite").asBoolean());
    }

    @Test
    void offersAndAnswersWithoutTracksAndNumbersArePassedOnToo() {
        ann.send("createOffer", "to", bob.id(), "sdp", "an offer");
        bob.send("createAnswer", "to", ann.id(), "sdp", "an answer");

        assertEquals("an offer", bob.next("createOffer").path("sdp").asText());
        JsonNode answer = ann.next("createAnswer");
        assertFalse(answer.has("tracks") || answer.has("negotiation"));
        assertEquals(Set.of(), bob.view().shown());
    }

    @Test
    void tracksAreShownAsTheOffersAndAnswersSay() {
        ann.publishDirect(bob, "video:camera:camera", "audio:mic:microphone");
        bob.send("createAnswer", "to", ann.id(), "negotiation", 1, "sdp", Person.sdp("video:x:x", "audio:x:x"),
                "tracks", List.of(Map.of("mid", "1", "track", "mic", "source", "microphone")));
        assertEquals(Set.of("id1/camera", "id1/mic"), bob.view().shown());
        assertEquals(Set.of("id2/mic"), ann.view().shown());

        bob.news();
        ann.send("mute", "track", "mic", "muted", true);
        assertEquals(List.of("trackMuted id1 mic true"), bob.news());
        assertEquals("low", wish("low"));
    }

    private String wish(String quality) {
        bob.send("subscription", "participant", ann.id(), "track", "camera", "quality", quality);
        stage.sleep(SECOND);
        return ann.next("quality").path("quality").asText();
    }

    @Test
    void nothingIsAskedOfTheServersMedia() {
        ann.publishDirect(bob, "video:camera:camera");

        assertFalse(stage.media.isSubscribed(ann.id()));
        ann.publish("video:camera:camera");
        assertEquals("wrong-mode", ann.error());
        assertEquals("wrong-mode", ann.send("reconnect", "connection", "subscribe").error());
    }

    @Test
    void onlyAnotherMemberOfTheRoomIsReached() {
        Person stranger = stage.join("elsewhere", "Eve");
        for (String id : List.of(ann.id(), stranger.id(), "nobody")) {
            ann.send("createOffer", "to", id, "sdp", "an offer");
            assertEquals("unknown-participant", ann.error());
        }
        assertEquals(List.of(), stranger.news());
    }

    @Test
    void whatIsSentToSomebodyAwayIsHeardWhenItIsBack() {
        bob.lose();
        ann.publishDirect(bob, "video:camera:camera");

        bob.resume();

        assertEquals("camera", bob.next("createOffer").at("/tracks/0/track").asText());
    }

    // Moving to the SFU.

    @Test
    void aThirdPersonMovesTheRoomToTheServer() {
        Person cem = stage.stranger().send("join", "room", "direct", "name", "Cem", "mode", "p2p");

        assertEquals("sfu", cem.next("joined").path("mode").asText());
        for (Person person : List.of(ann, bob)) {
            assertEquals(List.of("mode sfu", "participantJoined"), person.news().stream()
                    .map(news -> news.startsWith("participantJoined") ? "participantJoined" : news).toList());
            assertTrue(stage.media.isSubscribed(person.id()));
        }
        ann.send("createOffer", "to", bob.id(), "sdp", "an offer");
        assertEquals("wrong-mode", ann.error());
    }

    @Test
    void tracksGoOnUnderTheirNamesWhileTheRoomMoves() {
        ann.publishDirect(bob, "video:camera:camera", "audio:mic:microphone");
        bob.news();
        Person cem = stage.join("direct", "Cem");
        assertEquals(Set.of("id1/camera", "id1/mic"), cem.view().shown());
        assertEquals(Set.of(), cem.view().offered());

        ann.negotiation(0);
        ann.publish("audio:mic:microphone", "video:camera:camera");

        for (Person person : List.of(bob, cem)) {
            assertTrue(person.news().stream().noneMatch(news -> news.startsWith("track")), "neither added nor removed");
            assertEquals(Set.of("id1/camera", "id1/mic"), person.view().offered());
        }
    }

    @Test
    void aTrackThatIsNotPublishedAgainGoes() {
        ann.publishDirect(bob, "video:camera:camera", "audio:mic:microphone");
        stage.join("direct", "Cem");
        bob.news();

        ann.negotiation(0);
        ann.publish("audio:mic:microphone");

        assertEquals(List.of("trackRemoved id1 camera"), bob.news());
    }

    @Test
    void wishesOfThePairHoldWithTheServerToo() {
        ann.publishDirect(bob, "video:camera:camera");
        bob.send("subscription", "participant", ann.id(), "track", "camera", "paused", true);
        stage.join("direct", "Cem");

        ann.negotiation(0);
        ann.publish("video:camera:camera");

        assertEquals(Set.of("id1/0"), stage.media.pausedFor(bob.id()));
    }

    @Test
    void whatWasBegunBeforeTheMoveMayEnd() {
        ann.publishDirect(bob, "video:camera:camera");
        stage.join("direct", "Cem");

        bob.send("createAnswer", "to", ann.id(), "negotiation", 1, "sdp", "an answer", "tracks", List.of());
        bob.send("addIceCandidate", "to", ann.id(), "candidate", Map.of("candidate", "candidate:1"));

        ann.next("createAnswer");
        ann.next("addIceCandidate");
    }

    @Test
    void aPublisherByWhipMovesTheRoomToTheServer() {
        stage.media.whip("direct", "cam", List.of(new RoomTrack("0", "video", "VP8")));
        stage.settle();

        assertEquals("sfu", ann.next("mode").path("mode").asText());
        assertEquals(1, ann.view().offered().size());
    }

    @Test
    void aReloadOfOneOfTwoLeavesTheRoomAsItIs() {
        Person again = bob.reload("direct", "Bob");

        assertEquals("p2p", again.next("joined").path("mode").asText());
        ann.publishDirect(again, "video:camera:camera");
        assertTrue(again.next("createOffer").path("polite").asBoolean());
    }
}
