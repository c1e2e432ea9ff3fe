package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;

/// Who may enter a worker of two rooms with two people each and three sessions.
class AdmissionTest {
    private final Scene scene = new Scene(71, Scene::tiny);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aRoomHasSoManyPeopleHoweverManySessionsTheyHave() {
        String ada = enter("room", "ada");
        publishAs(ada);
        assertTrue(subscribeAs(ada));
        assertEquals(Refusal.NO_SUCH_PUBLISHER, refusal(play("bob")));

        String bob = enter("room", "bob");
        assertEquals(Refusal.ROOM_FULL, refused("room", "eve"));
        assertEquals(Refusal.ROOM_FULL, refusal(play("ada")));
        assertTrue(leave(bob));
        assertInstanceOf(JoinResult.Joined.class, play("ada"));
        assertEquals(Refusal.ROOM_FULL, refused("room", "eve"));
    }

    @Test
    void aNameIsTakenUntilItsBearerLeaves() {
        String ada = enter("room", "ada");
        assertEquals(Refusal.NAME_TAKEN, refused("room", "ada"));
        assertEquals(Refusal.NAME_TAKEN, refusal(publish("room", "ada")));
        String other = enter("other", "ada");
        assertNotEquals(ada, other);

        assertTrue(leave(ada));
        assertFalse(leave(ada));
        assertInstanceOf(JoinResult.Joined.class, publish("room", "ada"));
        assertEquals(Refusal.NAME_TAKEN, refused("room", "ada"));
    }

    @Test
    void thereAreSoManyRoomsAndSessions() {
        String ada = enter("one", "ada");
        enter("two", "bob");
        assertEquals(Refusal.BUSY, refused("three", "eve"));

        publishAs(ada);
        assertTrue(subscribeAs(ada));
        assertInstanceOf(JoinResult.Joined.class, publish("one", "cam"));
        assertTrue(subscribeAs(ada), "it takes the place of her own");
        assertEquals(3, scene.server.snapshot().sessions());
        assertTrue(leave(ada));
        assertEquals(1, scene.server.snapshot().sessions());
    }

    @Test
    void whoIsNotThereCanDoNothing() {
        assertEquals(Refusal.NO_SUCH_PARTICIPANT, refusal(publishAs("nobody")));
        assertFalse(subscribeAs("nobody"));
        publish("room", "cam");
        String whip = scene.server.snapshot().rooms().getFirst().participants().getFirst().participant();
        assertEquals(Refusal.NO_SUCH_PARTICIPANT, refusal(publishAs(whip)), "no member, though a participant");
        assertFalse(leave(whip));
        assertFalse(subscribeAs(whip));
        String ada = enter("room", "ada");
        assertEquals(TrickleResult.NO_SUCH_SESSION, trickle(ada, ""));
        assertFalse(ended(ada));
    }

    @Test
    void candidatesAreLookedAtForForm() {
        String ada = enter("room", "ada");
        subscribeAs(ada);

        assertEquals(TrickleResult.ACCEPTED, trickle(ada, "candidate:1 1 udp 1 0a1b.local 9 typ host"));
        assertEquals(TrickleResult.ACCEPTED, trickle(ada, ""));
        assertEquals(TrickleResult.MALFORMED, trickle(ada, "candidate:1"));
        assertTrue(ended(ada));
        assertEquals(TrickleResult.NO_SUCH_SESSION, trickle(ada, ""));
    }

    @Test
    void nobodyEntersWhenItShutsDownAndMembersAreTold() {
        String ada = enter("room", "ada");
        publishAs(ada);
        subscribeAs(ada);
        scene.server.shutDown();

        assertEquals(List.of("subscriber closed SHUTTING_DOWN", "publisher closed SHUTTING_DOWN"),
                scene.server.events().stream().filter(event -> event.contains(" closed ")).toList());
        assertEquals(Refusal.SHUTTING_DOWN, refused("room", "bob"));
        assertEquals(Refusal.SHUTTING_DOWN, refusal(publishAs(ada)));
        assertFalse(subscribeAs(ada));
        assertTrue(leave(ada));
        assertEquals(List.of(), scene.server.snapshot().rooms());
        assertEquals(Long.MAX_VALUE, scene.server.worker().deadline());
    }

    private String enter(String room, String name) {
        return assertInstanceOf(EnterResult.Entered.class, ask(room, name)).participant();
    }

    private Refusal refused(String room, String name) {
        return assertInstanceOf(EnterResult.Refused.class, ask(room, name)).reason();
    }

    private EnterResult ask(String room, String name) {
        return scene.server.ask((worker, now) -> worker.enter(room, name, now));
    }

    private boolean leave(String participant) {
        return scene.server.ask((worker, now) -> worker.leave(participant, now));
    }

    private boolean subscribeAs(String participant) {
        return scene.server.ask((worker, now) -> worker.subscribeAs(participant, now));
    }

    private boolean ended(String participant) {
        return scene.server.ask((worker, now) -> worker.unsubscribe(participant, now));
    }

    private TrickleResult trickle(String participant, String line) {
        return scene.server.ask((worker, now) -> worker.trickleAs(participant, false, line, now));
    }

    private JoinResult publishAs(String participant) {
        String offer = scene.peer().offer(Sections.audio("0", Direction.SENDONLY, 1));
        return scene.server.ask((worker, now) -> worker.publishAs(participant, offer, now));
    }

    private JoinResult publish(String room, String name) {
        return scene.server.publish(room, name, scene.peer().offer(Sections.audio("0", Direction.SENDONLY, 1)));
    }

    private JoinResult play(String publisher) {
        return scene.server.play("room", publisher, scene.peer().offer(Sections.audio("0", Direction.RECVONLY, 0)));
    }

    private static Refusal refusal(JoinResult result) {
        return assertInstanceOf(JoinResult.Refused.class, result).reason();
    }
}
