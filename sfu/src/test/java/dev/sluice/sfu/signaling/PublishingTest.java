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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.core.RoomTrack;

/// Tracks, the connections with the server, what others hear of them.
class PublishingTest {
    private final Stage stage = new Stage();
    private final Person ann = stage.join("demo", "Ann");
    private final Person bob = stage.join("demo", "Bob");

    PublishingTest() {
        ann.news();
        bob.news();
    }

    @Test
    void anOfferIsAnsweredAndItsTracksAreShownAndOffered() {
        ann.publish("audio:mic:microphone", "video:camera:camera:muted");

        assertEquals(1, ann.next("createAnswer").path("negotiation").asInt());
        assertEquals("mic", bob.next("trackAdded").at("/track/track").asText());
        assertEquals("camera", bob.next("trackAdded").at("/track/source").asText());
        assertEquals(Set.of("id1/mic", "id1/camera"), bob.view().shown());
        assertEquals(Set.of("id1/mic", "id1/camera"), bob.view().offered());
        assertEquals(Set.of(), ann.view().offered());
    }

    @Test
    void aLaterOfferSaysAllThatIsPublishedFromThenOn() {
        ann.publish("audio:mic:microphone", "video:camera:camera");
        bob.news();

        ann.send("createOffer", "connection", "publish", "negotiation", 2, "sdp",
                Person.sdp("audio:mic:microphone", "video:x:x"), "tracks",
                List.of(Map.of("mid", "0", "track", "mic", "source", "microphone", "muted", true)));

        assertEquals(List.of("trackRemoved id1 camera", "trackMuted id1 mic true"), bob.news());
        assertEquals(Set.of("id1/mic"), bob.view().shown());
    }

    @Test
    void aTrackThatComesThroughAnotherSectionIsTheSameAndWishesForItHold() {
        ann.publish("audio:mic:microphone", "video:camera:camera");
        bob.send("subscription", "participant", ann.id(), "track", "camera", "paused", true);
        assertEquals(Set.of("id1/1"), stage.media.pausedFor(bob.id()));

        ann.publish("audio:mic:microphone", "video:screen:screen", "video:camera:camera");

        assertTrue(stage.media.pausedFor(bob.id()).contains("id1/2"));
        assertFalse(bob.news().toString().contains("trackRemoved id1 camera"));
    }

    @Test
    void aTrackOfAnotherSourceIsAnotherTrack() {
        ann.publish("video:one:camera");
        bob.news();

        ann.publish("video:one:screen");

        assertEquals("trackRemoved id1 one", bob.news().getFirst());
        assertEquals(Set.of("id1/one"), bob.view().shown());
    }

    @Test
    void aRefusedOfferChangesNothing() {
        ann.publish("video:camera:camera");
        bob.news();

        ann.send("createOffer", "connection", "publish", "negotiation", 2, "sdp", FakeMedia.BAD_SDP, "tracks",
                List.of());

        JsonNode error = ann.next("error");
        assertEquals("refused-offer", error.path("code").asText());
        assertEquals("createOffer", error.path("of").asText());
        assertEquals(2, error.path("negotiation").asInt());
        assertEquals(List.of(), bob.news());
    }

    @Test
    void offersThatComeTwiceOrTooLateAreIgnored() {
        ann.publish("video:camera:camera").publish("video:camera:camera", "audio:mic:microphone");
        ann.negotiation(1);

        ann.publish("video:camera:camera");

        assertEquals("stale-negotiation", ann.error());
        assertEquals(Set.of("id1/mic", "id1/camera"), bob.view().shown());
    }

    static List<List<Map<String, Object>>> badTracks() {
        return List.of(
                List.of(Map.of("mid", "7", "track", "mic", "source", "microphone")),
                List.of(Map.of("mid", "0", "track", "mic", "source", "microphone"),
                        Map.of("mid", "0", "track", "camera", "source", "camera")),
                List.of(Map.of("mid", "0", "track", "mic", "source", "microphone"),
                        Map.of("mid", "1", "track", "mic", "source", "camera")),
                List.of(Map.of("mid", "0", "track", "a mic", "source", "microphone")),
                List.of(Map.of("mid", "0", "track", "", "source", "microphone")),
                List.of(Map.of("mid", "0", "track", "mic", "source", "moon")),
                List.of(Map.of("mid", "0", "source", "camera")),
                List.of(Map.of("mid", "0", "track", "x".repeat(65), "source", "camera")),
                java.util.Collections.nCopies(65, Map.of("mid", "0", "track", "mic", "source", "microphone")));
    }

    @ParameterizedTest
    @MethodSource("badTracks")
    void tracksThatDoNotFitTheOfferAreRefusedWhole(List<Map<String, Object>> tracks) {
        ann.publish("video:camera:camera");
        bob.news();

        ann.sendAnything(Person.message("createOffer", "connection", "publish", "negotiation", 2, "sdp",
                Person.sdp("audio:mic:microphone", "video:camera:camera"), "tracks", tracks));

        assertEquals("bad-message", ann.error());
        assertEquals(List.of(), bob.news());
    }

    @Test
    void mutingIsToldToTheOthersOnceAndToWhoeverComesLater() {
        ann.publish("audio:mic:microphone");
        ann.news();
        bob.news();

        ann.send("mute", "track", "mic", "muted", true).send("mute", "track", "mic", "muted", true);

        assertEquals(List.of("trackMuted id1 mic true"), bob.news());
        assertEquals(List.of(), ann.news());
        assertTrue(stage.join("demo", "Cem").view().tracks().get(ann.id()).get("mic").contains("\"muted\":true"));
        assertEquals("unknown-track", ann.send("mute", "track", "other", "muted", true).error());
    }

    // The subscribing connection.

    @Test
    void theFirstOfferComesAtOnceAndTheNextAfterTheAnswer() {
        Person cem = stage.stranger();
        cem.answers = false;
        cem.send("join", "room", "demo", "name", "Cem");
        assertEquals(1, cem.next("createOffer").path("negotiation").asInt());
        ann.publish("audio:mic:microphone");
        bob.publish("audio:mic:microphone");
        assertFalse(cem.news().toString().contains("createOffer"));

        cem.answer(1);

        assertEquals(2, cem.next("createOffer").path("tracks").size());
    }

    @Test
    void answersThatFitNoOfferAreStaleAndThoseThatDoNotFitTheirsAreRefused() {
        assertEquals("stale-negotiation", ann.answer(9).error());

        Person cem = stage.stranger();
        cem.answers = false;
        cem.send("join", "room", "demo", "name", "Cem");
        cem.send("createAnswer", "connection", "subscribe", "negotiation", 1, "sdp", FakeMedia.BAD_SDP);
        assertEquals("refused-answer", cem.error());
        cem.answer(1);
        assertEquals(List.of(), cem.news());
    }

    @Test
    void candidatesReachTheirConnection() {
        ann.send("addIceCandidate", "connection", "publish", "candidate",
                Map.of("candidate", "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid", "0", "sdpMLineIndex", 0));
        ann.sendAnything(Person.message("addIceCandidate", "connection", "subscribe", "candidate", null));
        ann.send("addIceCandidate", "connection", "publish", "candidate", Map.of("candidate", FakeMedia.BAD_SDP));

        assertEquals(List.of("id1 publish candidate:1 1 udp 1 192.0.2.1 9 typ host", "id1 subscribe ",
                "id1 publish " + FakeMedia.BAD_SDP), stage.media.trickled);
        assertEquals("bad-message", ann.error());
    }

    // Ends of connections.

    @Test
    void aConnectionThatEndsIsToldAndMayBeBegunAnew() {
        ann.publish("video:camera:camera");
        bob.news();
        stage.media.close(ann.id(), true, CloseReason.CONSENT_EXPIRED);
        stage.settle();
        assertEquals(List.of("trackRemoved id1 camera"), bob.news());
        assertEquals("consent-expired", ann.next("connectionClosed").path("reason").asText());

        ann.negotiation(0);
        ann.send("reconnect", "connection", "publish").publish("video:camera:camera");
        ann.next("createAnswer");
        assertEquals(Set.of("id1/camera"), bob.view().shown());
    }

    @Test
    void aSubscribingConnectionIsBegunAnewWithTheSameWishes() {
        ann.publish("video:camera:camera");
        bob.send("subscription", "participant", ann.id(), "track", "camera", "paused", true);
        stage.media.close(bob.id(), false, CloseReason.HANDSHAKE_FAILED);
        stage.settle();
        assertEquals("subscribe", bob.next("connectionClosed").path("connection").asText());

        bob.send("reconnect", "connection", "subscribe");

        JsonNode offer = bob.next("createOffer");
        assertEquals(1, offer.path("negotiation").asInt());
        assertEquals(Set.of("id1/0"), stage.media.pausedFor(bob.id()));
    }

    @Test
    void whoFindsNoRoomForAConnectionIsTold() {
        stage.media.hasRoomForSubscribers = false;

        Person cem = stage.join("demo", "Cem");

        assertEquals("server-full", cem.next("connectionClosed").path("reason").asText());
        stage.media.hasRoomForSubscribers = true;
        cem.send("reconnect", "connection", "subscribe").next("createOffer");
    }

    // Speakers.

    @Test
    void speakersAreToldWhenTheyChangeAndFiveTimesASecondAtMost() {
        for (int i = 0; i < 100; i++) {
            stage.signaling().onMediaEvent(
                    new MediaEvent.Speaking("demo", i % 2 == 0 ? List.of(ann.id()) : List.of(bob.id(), ann.id())));
            stage.settle();
            stage.sleep(SECOND / 100);
        }
        List<String> news = bob.news();
        assertTrue(news.size() >= 3 && news.size() <= 6, news::toString);
        assertEquals("speakers [\"id1\"]", news.getFirst());
        stage.sleep(SECOND);
        assertEquals(2, stage.stranger().send("join", "room", "demo", "name", "Cem").next("joined").path("speakers")
                .size());
    }

    // WHIP.

    @Test
    void publishersByWhipAreParticipants() {
        String cam = stage.media.whip("demo", "cam",
                List.of(new RoomTrack("0", "audio", "opus"), new RoomTrack("1", "video", "VP8"),
                        new RoomTrack("2", "video", "VP8")));
        stage.settle();
        assertEquals("cam", ann.next("participantJoined").at("/participant/name").asText());
        assertEquals(Set.of(cam + "/audio", cam + "/video", cam + "/video-2"), ann.view().shown());
        assertEquals(ann.view().shown(), ann.view().offered());
        assertTrue(ann.view().tracks().get(cam).get("video").contains("\"camera\""));

        stage.media.unpublish(cam, 0);
        stage.settle();
        assertEquals("left", ann.next("participantLeft").path("reason").asText());
    }

    @Test
    void whoComesAfterAPublisherByWhipFindsItThere() {
        stage.media.whip("early", "cam", List.of(new RoomTrack("0", "video", "VP8")));
        stage.settle();

        Person cem = stage.join("early", "Cem");

        assertEquals(1, cem.view().tracks().size());
        assertEquals("unknown-participant",
                cem.send("chat", "text", "hello", "to", cem.view().tracks().keySet().iterator().next()).error());
    }
}
