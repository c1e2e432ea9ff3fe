package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sluice.wire.Time;

/// The rooms of one worker in virtual time, with media that is none and people whose every message is held against the schema.
final class Stage implements Witness {
    final FakeMedia media = new FakeMedia(event -> signaling().onMediaEvent(event));
    final List<String> seen = new ArrayList<>();
    private final Signaling signaling;
    private long now = Time.SECOND;

    Stage() {
        this(SignalingConfig.defaults(0, "1.2.3"));
    }

    Stage(SignalingConfig config) {
        signaling = new Signaling(config, new Random(1), () -> Instant.ofEpochMilli(1_000_000 + now / Time.MILLISECOND),
                media, this);
    }

    Signaling signaling() {
        return signaling;
    }

    long now() {
        return now;
    }

    /// Somebody who has a socket and nothing else.
    Person stranger() {
        return new Person(this);
    }

    Person join(String room, String name) {
        Person person = stranger();
        person.send("join", "room", room, "name", name);
        assertEquals("joined", person.next("joined").path("type").asText());
        return person;
    }

    Person joinDirect(String room, String name) {
        Person person = stranger();
        person.send("join", "room", room, "name", name, "mode", "p2p");
        person.next("joined");
        return person;
    }

    void receive(MessageSocket socket, Incoming incoming) {
        signaling.onMessage(socket, incoming, now);
        settle();
    }

    void lose(MessageSocket socket, boolean isGoodbye) {
        signaling.onClosed(socket, isGoodbye, now);
        settle();
    }

    /// What the worker does at the end of each turn.
    void settle() {
        do {
            signaling.settle(now);
            media.endOfBatch();
        } while (!signaling.isSettled());
    }

    /// Lets time pass, from one deadline to the next.
    void sleep(long duration) {
        long end = now + duration;
        while (signaling.deadline() <= end) {
            now = Math.max(now, signaling.deadline());
            signaling.onTime(now);
            settle();
        }
        now = end;
    }

    @Override
    public void joined(String room, String participant, Mode mode) {
        seen.add(participant + " joined " + room);
    }

    @Override
    public void left(String room, String participant, LeaveReason reason) {
        seen.add(participant + " left " + room + ": " + Wire.spelling(reason));
    }
}
