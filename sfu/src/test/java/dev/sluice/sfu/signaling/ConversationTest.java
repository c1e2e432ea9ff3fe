package dev.sluice.sfu.signaling;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

/// Chat, and how much of whose tracks is wanted.
class ConversationTest {
    private final Stage stage = new Stage();
    private final Person ann = stage.join("demo", "Ann").publish("video:camera:camera");

    private Person viewer(String name) {
        Person viewer = stage.join("demo", name);
        stage.sleep(2 * SECOND);
        ann.news();
        viewer.news();
        return viewer;
    }

    // Chat.

    @Test
    void everybodyReadsTheChatInOneOrder() {
        Person bob = viewer("Bob");

        bob.send("chat", "text", "hello");
        ann.send("chat", "text", "hello Bob");

        assertEquals(List.of("chat id2 Bob hello", "chat id1 Ann hello Bob"), ann.news());
        assertEquals(List.of("chat id2 Bob hello", "chat id1 Ann hello Bob"), bob.news());
    }

    @Test
    void aPrivateMessageIsForTwo() {
        Person bob = viewer("Bob");
        Person cem = viewer("Cem");
        bob.news();

        ann.send("chat", "text", "psst", "to", bob.id());

        JsonNode message = bob.next("chat");
        assertEquals(bob.id(), message.path("to").asText());
        assertEquals(1_000_000 + stage.now() / Time.MILLISECOND, message.path("time").asLong());
        ann.next("chat");
        assertEquals(List.of(), cem.news());
        ann.send("chat", "text", "note to myself", "to", ann.id());
        assertEquals(List.of("chat id1 Ann note to myself id1"), ann.news());
    }

    @Test
    void textThatIsTooLongOrMissingIsRefused() {
        ann.send("chat", "text", "😀".repeat(4_000)).next("chat");
        assertEquals("chat-too-long",
                ann.sendAnything(Person.message("chat", "text", "x".repeat(4_001))).error());
        assertEquals("bad-message", ann.sendAnything(Person.message("chat", "text", "")).error());
        assertEquals("bad-message", ann.sendAnything(Map.of("type", "chat")).error());
    }

    @Test
    void anUnknownTypeIsAnErrorAndNothingElse() {
        assertEquals("unknown-type", ann.sendAnything(Map.of("type", "dance")).error());
        assertEquals("bad-message", ann.sendAnything(Map.of()).error());
        assertEquals("bad-message", ann.sendAnything(Map.of("type", 7)).error());
        ann.send("ping").next("pong");
    }

    @Test
    void unknownFieldsAreIgnored() {
        ann.send("chat", "text", "hello", "colour", "green", "nested", Map.of("a", List.of(1, 2)));

        ann.next("chat");
    }

    // Wishes.

    @Test
    void nobodyToSeeATrackMeansThatItIsOff() {
        stage.sleep(SECOND - 1);
        assertEquals(0, count("quality"));
        stage.sleep(1);
        assertEquals("off", ann.next("quality").path("quality").asText());

        Person bob = stage.join("demo", "Bob");
        assertEquals("high", ann.next("quality").path("quality").asText());
        bob.send("leave");
        stage.sleep(SECOND);
        assertEquals("off", ann.next("quality").path("quality").asText());
    }

    private long count(String type) {
        return ann.news().stream().filter(news -> news.startsWith(type)).count();
    }

    @Test
    void thePublisherHearsTheMostThatAnybodyWants() {
        Person bob = viewer("Bob");
        Person cem = viewer("Cem");
        wish(bob, "low");
        assertEquals(List.of(), told());

        wish(cem, "medium");
        assertEquals(List.of("quality camera medium"), told());
        wish(cem, "low");
        assertEquals(List.of("quality camera low"), told());
        wish(bob, "high");
        assertEquals(List.of("quality camera high"), told());
        bob.send("leave");
        assertEquals(List.of("quality camera low"), told());
        cem.send("subscription", "participant", ann.id(), "track", "camera", "paused", true);
        assertEquals(List.of("quality camera off"), told());
        viewer("Dan");
        assertEquals(List.of(), told());
    }

    private void wish(Person person, String quality) {
        person.send("subscription", "participant", ann.id(), "track", "camera", "quality", quality);
    }

    private List<String> told() {
        stage.sleep(2 * SECOND);
        return ann.news().stream().filter(news -> news.startsWith("quality")).toList();
    }

    @Test
    void moreIsToldAtOnceAndLessAfterASecond() {
        Person bob = viewer("Bob");
        wish(bob, "low");
        assertEquals(0, count("quality"));
        stage.sleep(SECOND);
        assertEquals(1, count("quality"));

        wish(bob, "medium");
        assertEquals(1, count("quality"));
    }

    @Test
    void whoCannotDecideDisturbsNobody() {
        Person bob = viewer("Bob");
        for (int i = 0; i < 100; i++) {
            wish(bob, i % 2 == 0 ? "low" : "high");
            stage.sleep(SECOND / 50);
        }

        assertEquals(List.of(), told());
    }

    @Test
    void aPlayerByWhepWantsAll() {
        stage.sleep(SECOND);
        assertEquals("off", ann.next("quality").path("quality").asText());
        stage.signaling().onMediaEvent(new MediaEvent.Played(ann.id(), 1));
        stage.settle();
        assertEquals("high", ann.next("quality").path("quality").asText());

        stage.signaling().onMediaEvent(new MediaEvent.Played(ann.id(), 0));
        stage.settle();
        stage.sleep(SECOND);
        assertEquals("off", ann.next("quality").path("quality").asText());
    }

    @Test
    void wishesForWhatIsNotThereAreErrors() {
        Person bob = viewer("Bob");
        assertEquals("unknown-participant",
                bob.send("subscription", "participant", "nobody", "track", "camera").error());
        assertEquals("unknown-participant",
                bob.send("subscription", "participant", bob.id(), "track", "camera").error());
        assertEquals("unknown-track", bob.send("subscription", "participant", ann.id(), "track", "mic").error());
        assertEquals("bad-message", bob.sendAnything(Person.message("subscription", "participant", ann.id(), "track",
                "camera", "quality", "off")).error());
    }

    @Test
    void timersOfWhoeverHasGoneAreGone() {
        Person bob = viewer("Bob");
        wish(bob, "low");
        ann.send("leave");
        bob.send("leave");

        assertEquals(Time.NEVER, stage.signaling().deadline());
    }
}
