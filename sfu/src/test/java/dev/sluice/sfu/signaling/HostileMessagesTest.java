package dev.sluice.sfu.signaling;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/// Tens of thousands of messages that are not what they should be.
class HostileMessagesTest {
    private static final int MESSAGES = 30_000;

    private final Stage stage = new Stage();

    @Test
    void whoeverSendsAnythingGetsErrorsAndDisturbsNobody() {
        Person ann = stage.join("demo", "Ann").publish("audio:mic:microphone");
        Person bob = stage.join("demo", "Bob").publish("video:camera:camera");
        MutatedMessages messages = new MutatedMessages(new Random(20_261_123), bob.id());
        Person eve = stage.join("demo", "Eve");
        for (int i = 0; i < MESSAGES; i++) {
            eve = closedOrGone(eve) ? stage.join("demo", "Eve") : eve;
            eve.sendAnything(messages.next());
            if (i % 1_000 == 0) {
                ann.send("chat", "text", "still here " + i);
                assertTrue(bob.news().contains("chat " + ann.id() + " Ann still here " + i));
                stage.sleep(10 * MILLISECOND);
            }
        }
        eve.send("leave");
        assertEquals(Map.of(ann.id(), bob.view().tracks().get(ann.id())), bob.view().tracks());
        assertEquals(2, stage.media.size());
        assertEquals(2, stage.signaling().snapshot().members());
    }

    private boolean closedOrGone(Person person) {
        return person.closed() != null || !stage.media.isHere(person.id());
    }

    @Test
    void strangersWhoSayAnythingAreRefused() {
        MutatedMessages messages = new MutatedMessages(new Random(7), "id1");
        for (int i = 0; i < MESSAGES; i++) {
            Person stranger = stage.stranger();
            stranger.sendAnything(messages.next());
            if (stranger.id() != null) {
                stranger.goAway();
            } else {
                assertTrue(stranger.news().toString().matches("(?s)\\[(error|pong).*"), "every message is answered");
            }
        }
        assertEquals(0, stage.media.size());
        assertEquals(List.of(), stage.signaling().snapshot().rooms());
    }

    @Test
    void wrongFieldsAreNamedInTheError() {
        Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
        MutatedMessages messages = new MutatedMessages(new Random(1), "id1");
        for (int i = 0; i < MESSAGES; i++) {
            if (MessageReader.read(messages.next()) instanceof Incoming.Broken(_, ServerMessage.Failure failure)) {
                codes.merge(failure.code(), 1, Integer::sum);
                SignalingSchema.assertServer(SignalingSchema.json(MessageWriter.write(Incoming.UNNUMBERED, failure)));
            }
        }
        assertTrue(codes.keySet().containsAll(List.of(ErrorCode.BAD_MESSAGE, ErrorCode.UNKNOWN_TYPE, ErrorCode.BAD_ROOM,
                ErrorCode.BAD_NAME, ErrorCode.UNSUPPORTED_PROTOCOL, ErrorCode.CHAT_TOO_LONG)), codes::toString);
    }

    @Test
    void anSdpOfManyLinesIsReadInLittleTime() {
        Person ann = stage.joinDirect("direct", "Ann");
        Person bob = stage.joinDirect("direct", "Bob");
        String sdp = IntStream.range(0, 10_000).mapToObj(i -> "m=audio 9\na=mid:" + i + "\n")
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append).toString();

        for (int i = 0; i < 100; i++) {
            ann.send("createOffer", "to", bob.id(), "sdp", sdp, "tracks", List.of());
        }
        stage.sleep(SECOND);
        assertEquals(1, stage.signaling().snapshot().rooms().size());
    }
}
