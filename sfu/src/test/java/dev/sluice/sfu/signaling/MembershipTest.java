package dev.sluice.sfu.signaling;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.sfu.core.Refusal;
import dev.sluice.wire.Time;

/// Joining, leaving, being away, resuming.
class MembershipTest {
    private final Stage stage = new Stage();

    @Test
    void whoJoinsLearnsWhoIsThereAndTheOthersLearnOfIt() {
        Person ann = stage.join("demo", "Ann").publish("audio:mic:microphone:muted");
        Person bob = stage.stranger().send("join", "room", "demo", "name", " Bob ", "protocol", 1);

        JsonNode joined = bob.next("joined");
        assertEquals("Bob", joined.path("name").asText());
        assertEquals("demo", joined.path("room").asText());
        assertEquals("sfu", joined.path("mode").asText());
        assertEquals(15, joined.path("resumeWithin").asInt());
        assertEquals("1.2.3", joined.path("version").asText());
        assertEquals(SignalingSchema.parse("""
                [{"id": "id1", "name": "Ann", "away": false,
                  "tracks": [{"track": "mic", "kind": "audio", "source": "microphone", "muted": true}]}]"""),
                joined.path("participants"));
        assertEquals("Bob", ann.next("participantJoined").at("/participant/name").asText());
        assertEquals(List.of("id1 joined demo", "id2 joined demo"), stage.seen);
    }

    @Test
    void roomsKnowNothingOfEachOther() {
        Person ann = stage.join("here", "Ann");
        Person bob = stage.join("there", "Ann");

        bob.send("chat", "text", "hello", "to", ann.id());

        assertEquals("unknown-participant", bob.error());
        assertEquals(Map.of(), ann.view().tracks());
    }

    @Test
    void whoLeavesIsGoneAtOnceAndItsSocketIsClosed() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob").publish("video:camera:camera");

        bob.send("leave");

        assertEquals(CloseCode.LEFT, bob.closed());
        assertFalse(stage.media.isHere(bob.id()));
        assertEquals("left", ann.next("participantLeft").path("reason").asText());
        assertEquals(Map.of(), ann.view().tracks());
        stage.join("demo", "Bob");
    }

    @Test
    void aPageThatIsClosedHasLeft() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob");

        bob.goAway();

        assertEquals("left", ann.next("participantLeft").path("reason").asText());
    }

    @Test
    void aLostSocketIsGraceAndThenTheEnd() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob").publish("video:camera:camera");

        bob.lose();
        assertTrue(ann.next("participantAway").path("away").asBoolean());
        stage.sleep(15 * SECOND - 1);
        assertTrue(stage.media.isHere(bob.id()));
        assertTrue(stage.join("demo", "Cem").view().away().contains(bob.id()));

        stage.sleep(1);
        assertFalse(stage.media.isHere(bob.id()));
        assertEquals("lost", ann.next("participantLeft").path("reason").asText());
        assertEquals("gone", bob.resume().error());
        assertEquals(Time.NEVER, stage.signaling().deadline());
    }

    @Test
    void aRoomThatIsEmptyIsForgotten() {
        Person ann = stage.joinDirect("demo", "Ann");
        ann.send("leave");

        assertEquals(List.of(), stage.signaling().snapshot().rooms());
        assertEquals("sfu", stage.stranger().send("join", "room", "demo", "name", "Bob").next("joined").path("mode")
                .asText());
    }

    // Resuming.

    @Test
    void whoResumesHearsWhatItHasMissedOnceAndInOrder() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob");
        bob.news();
        bob.lose();
        for (int i = 0; i < 200; i++) {
            stage.sleep(SECOND / 100);
            ann.send("chat", "text", "message " + i);
        }

        bob.resume();

        assertEquals(0, bob.next("resumed").path("received").asInt());
        for (int i = 0; i < 200; i++) {
            assertEquals("message " + i, bob.next("chat").path("text").asText());
        }
        assertFalse(ann.view().away().contains(bob.id()));
        stage.sleep(60 * SECOND);
        assertTrue(stage.media.isHere(bob.id()));
    }

    @Test
    void whatWasSentIntoADeadSocketIsRepeatedToo() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob");
        bob.news();
        bob.goDeaf();
        ann.send("chat", "text", "lost on the way");

        bob.resume();

        assertEquals("lost on the way", bob.next("chat").path("text").asText());
        assertEquals(0, ann.view().away().size());
    }

    @Test
    void whoHasMissedMoreThanIsRememberedJoinsAnew() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob");
        bob.news();
        bob.lose();
        for (int i = 0; i < 257; i++) {
            ann.send("chat", "text", "message " + i);
        }

        assertEquals("gone", bob.resume().error());
        Person again = bob.reload("demo", "Bob");
        assertNotEquals(bob.id(), again.id());
        assertEquals("left", ann.next("participantLeft").path("reason").asText());
    }

    @Test
    void whatIsRememberedForLargeMessagesIsBoundedBySize() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("demo", "Bob");
        bob.news();
        bob.lose();
        Object large = "x".repeat(4_000);
        for (int i = 0; i < 250; i++) {
            ann.send("chat", "text", large);
        }
        assertEquals(0, bob.resume().next("resumed").path("received").asInt());

        Person cem = stage.joinDirect("direct", "Cem");
        Person dan = stage.joinDirect("direct", "Dan");
        dan.news();
        dan.lose();
        for (int i = 0; i < 12; i++) {
            cem.send("createOffer", "to", dan.id(), "sdp", "s".repeat(100_000));
        }
        assertEquals("gone", dan.resume().error());
    }

    @Test
    void aNumberThatWasNeverSentCannotBeResumedFrom() {
        Person ann = stage.join("demo", "Ann");
        ann.lose();

        assertEquals("gone", ann.resume(ann.received() + 1).error());
        ann.resume().next("resumed");
    }

    @Test
    void repeatedMessagesAreTakenOnce() {
        Person ann = stage.join("demo", "Ann");
        ann.send("chat", "text", "one", "seq", 1).send("chat", "text", "two", "seq", 2);
        ann.lose();
        ann.resume();
        assertEquals(2, ann.next("resumed").path("received").asInt());

        ann.send("chat", "text", "two", "seq", 2).send("chat", "text", "three", "seq", 3);

        assertEquals(List.of("chat id1 Ann three"), ann.news());
    }

    @Test
    void aSecondSocketTakesOverAndTheFirstIsClosed() {
        Person ann = stage.join("demo", "Ann");
        Person copy = stage.stranger().send("resume", "token", ann.token(), "received", ann.received());

        copy.next("resumed");

        assertEquals(CloseCode.REPLACED, ann.closed());
        ann.goAway();                           // the old socket's end means nothing any more
        assertTrue(stage.media.isHere(ann.id()));
    }

    @Test
    void aReloadEndsTheMembershipBeforeAndItsSocket() {
        Person bob = stage.join("demo", "Bob");
        Person ann = stage.join("demo", "Ann").publish("video:camera:camera");

        Person again = ann.reload("demo", "Ann");

        assertEquals(CloseCode.REPLACED, ann.closed());
        assertFalse(stage.media.isHere(ann.id()));
        assertEquals(ann.id(), bob.next("participantLeft").path("participant").asText());
        assertEquals(again.id(), bob.next("participantJoined").at("/participant/id").asText());
        assertNotEquals(ann.token(), again.token());
    }

    @Test
    void aMembershipIsGivenUpForARoomOnAnotherWorker() {
        Person ann = stage.join("demo", "Ann");

        stage.signaling().giveUp(ann.token(), stage.now());

        assertEquals(CloseCode.REPLACED, ann.closed());
        assertEquals(0, stage.media.size());
        stage.signaling().giveUp("nobody's", stage.now());
    }

    // Refusals.

    @Test
    void aNameIsTakenUntilItsHolderHasGone() {
        Person ann = stage.join("demo", "Ann");
        Person other = stage.stranger().send("join", "room", "demo", "name", "Ann");
        assertEquals("name-taken", other.error());

        ann.send("leave");
        other.send("join", "room", "demo", "name", "Ann").next("joined");
    }

    @ParameterizedTest
    @CsvSource({"ROOM_FULL, room-full", "BUSY, server-full", "SHUTTING_DOWN, shutting-down"})
    void theMediaSidesRefusalsHaveCodesOfTheirOwn(Refusal refusal, String code) {
        stage.media.refusal = refusal;

        assertEquals(code, stage.stranger().send("join", "room", "demo", "name", "Ann").error());
        assertEquals(List.of(), stage.signaling().snapshot().rooms());
    }

    @Test
    void onlyWhoHasJoinedMaySayMore() {
        Person stranger = stage.stranger();
        assertEquals("not-joined", stranger.send("chat", "text", "hello").error());
        assertEquals("not-joined", stranger.send("leave").error());
        stranger.send("ping").next("pong");
        assertEquals("gone", stranger.send("resume", "token", "00abc", "received", 0).error());

        Person ann = stage.join("demo", "Ann");
        assertEquals("already-joined", ann.send("join", "room", "demo", "name", "Eve").error());
        assertEquals("already-joined", ann.send("resume", "token", ann.token(), "received", 0).error());
        ann.send("ping").next("pong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "<b>", "../../etc", "a\nb"})
    void aRoomsNameIsNoPathAndNoMarkup(String room) {
        Person stranger = stage.stranger().sendAnything(Person.message("join", "room", room, "name", "Ann"));

        assertEquals("bad-room", stranger.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0000b", "a\nb", "\u202Egnp.exe", "\u2066x", "\u200B", "\uFEFF", "\uE000",
        "\uD800", "\u2028", "\u200D", "\u0301"})
    void aNameIsSomethingOneCanRead(String name) {
        Person stranger = stage.stranger().sendAnything(Person.message("join", "room", "demo", "name", name));

        assertEquals("bad-name", stranger.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann", "Żółć O’Neill-Smith 3rd", "李小龍", "علی", "👩‍👩‍👧", "<script>", "' OR 1=1"})
    void peopleAreCalledAsTheyLike(String name) {
        assertEquals(name, stage.stranger().send("join", "room", "demo", "name", name).next("joined").path("name")
                .asText());
    }

    @Test
    void namesThatLookTheSameAreTheSame() {
        stage.join("demo", "Zoë");
        Person stranger = stage.stranger().send("join", "room", "demo", "name", "Zoe\u0308");

        assertEquals("name-taken", stranger.error());
    }

    @Test
    void aNameHasSixtyFourCharactersAtMost() {
        stage.stranger().send("join", "room", "demo", "name", "😀".repeat(64)).next("joined");
        Person stranger = stage.stranger()
                .sendAnything(Person.message("join", "room", "demo", "name", "x".repeat(65)));

        assertEquals("bad-name", stranger.error());
    }

    @Test
    void anUnknownProtocolIsRefused() {
        Person stranger = stage.stranger()
                .sendAnything(Person.message("join", "room", "demo", "name", "Ann", "protocol", 2));

        assertEquals("unsupported-protocol", stranger.error());
    }

    // Shutting down.

    @Test
    void aServerThatStopsSendsEverybodyAway() {
        Person ann = stage.join("demo", "Ann");
        Person bob = stage.join("other", "Bob");
        Person away = stage.join("demo", "Cem");
        away.lose();

        stage.signaling().shutDown(stage.now());

        for (Person person : List.of(ann, bob)) {
            assertTrue(person.next("comeBack").path("after").asInt() < 1_000);
            assertEquals(CloseCode.RESTART, person.closed());
        }
        assertEquals("shutting-down", stage.stranger().send("join", "room", "demo", "name", "Dan").error());
    }
}
