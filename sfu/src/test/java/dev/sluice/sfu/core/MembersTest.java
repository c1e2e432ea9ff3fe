package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.peerconnection.PeerConnectionState;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.testkit.LinkProfile;

/// People in a room, each with two real connections.
class MembersTest {
    private final Scene scene = new Scene(21);
    private final List<RoomMember> members = new ArrayList<>();

    @AfterEach
    void everybodyLeavesAndNothingIsLeft() {
        members.forEach(RoomMember::leave);
        scene.network.run(SECOND);
        WorkerSnapshot snapshot = scene.server.snapshot();
        assertEquals(List.of(), snapshot.rooms());
        assertEquals(0, snapshot.sessions());
        assertEquals(0, snapshot.halfOpen());
        assertEquals(NEVER, scene.server.worker().deadline());
        scene.close();
    }

    @Test
    void twoMembersSeeAndHearEachOther() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob", "audio", "video");
        connect();

        talk(50);

        for (SentTrack track : ada.sent()) {
            bob.received(track).assertWholeUpTo(49);
        }
        for (SentTrack track : bob.sent()) {
            ada.received(track).assertWholeUpTo(49);
        }
        assertEquals(2, ada.received().size());
    }

    @Test
    void whoComesAndGoesDisturbsNobody() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob", "video");
        connect();
        talk(20);

        for (int round = 0; round < 3; round++) {
            RoomMember carol = member("carol " + round, "audio", "video");
            connect();
            talk(20);
            assertEquals(3, carol.received().size());
            members.remove(carol);
            carol.leave();
            talk(20);
        }

        for (SentTrack track : ada.sent()) {
            bob.received(track).assertWholeUpTo(track.next() - 1);
            assertEquals(0, bob.received(track).numbers().getFirst());
        }
        ada.received(bob.sent().getFirst()).assertWholeUpTo(bob.sent().getFirst().next() - 1);
        assertEquals(Set.of(), scene.server.closed().values().stream()
                .filter(reason -> reason != CloseReason.CLOSED_BY_REQUEST).collect(Collectors.toSet()));
    }

    @Test
    void theSectionsOfTracksThatStayAreWrittenTheSameInEveryOffer() {
        RoomMember ada = member("ada");
        RoomMember bob = member("bob", "audio", "video");
        connect();
        String first = section(ada.offers().getLast(), 2);

        RoomMember carol = member("carol", "audio", "video");
        connect();
        members.remove(carol);
        carol.leave();
        scene.network.run(SECOND);

        assertTrue(ada.offers().size() >= 4, ada.offers().size() + " offers");
        assertEquals(first, section(ada.offers().getLast(), 2));
        assertEquals(section(ada.offers().getFirst(), 0), section(ada.offers().getLast(), 0)
                .replaceAll("BUNDLE .*", "BUNDLE 0"));
        assertEquals(2, ada.offered().size());
        assertEquals(Set.of(bob.id()), ada.offered().stream().map(OfferedTrack::publisher).collect(Collectors.toSet()));
    }

    @Test
    void aSectionWhoseTrackHasGoneIsStoppedAndUsedAgainUnderAnotherName() {
        RoomMember ada = member("ada");
        connect();
        Set<String> mids = new HashSet<>();
        int live = 0;
        for (int round = 0; round < 10; round++) {
            RoomMember guest = member("guest", "audio", "video");
            connect();
            assertEquals(2, ada.offered().size());
            ada.offered().forEach(track -> mids.add(track.mid()));
            live += 2;
            members.remove(guest);
            guest.leave();
            scene.network.run(SECOND);
            assertEquals(List.of(), ada.offered());
        }

        SessionDescription last = SessionDescription.parse(ada.offers().getLast());
        assertEquals(3, last.media().size());
        assertEquals(List.of("0"), last.bundleGroups().getFirst());
        assertEquals(live, mids.size());
    }

    @Test
    void manyChangesAtOnceMakeOneOffer() {
        RoomMember ada = member("ada");
        connect();
        int before = ada.offers().size();
        ada.answers(false);

        for (int i = 0; i < 10; i++) {
            member("guest " + i, "audio", "video");
        }
        scene.network.run(SECOND);
        assertEquals(before + 1, ada.offers().size());
        assertEquals(AnswerResult.ACCEPTED, ada.answer());
        scene.network.run(SECOND);

        assertEquals(before + 2, ada.offers().size());
        ada.answers(true);
        assertEquals(AnswerResult.ACCEPTED, ada.answer());
        connect();
        assertEquals(before + 2, ada.offers().size());
        assertEquals(20, ada.offered().size());
    }

    @Test
    void aScreenIsSharedAndTakenBackWhileTheCameraGoesOn() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob");
        connect();
        talk(20);
        SentTrack camera = ada.sent().get(1);
        int requests = camera.keyFrameRequests();

        for (int round = 0; round < 3; round++) {
            SentTrack screen = ada.publish("video").getFirst();
            talk(20);
            bob.received(screen).assertWholeUpTo(19);
            screen.transceiver().stop();
            ada.forget(screen);
            ada.negotiate();
            talk(20);
            assertEquals(2, bob.offered().size());
        }

        assertEquals(0, bob.received(camera).numbers().getFirst());
        bob.received(camera).assertWholeUpTo(camera.next() - 1);
        bob.received(ada.sent().getFirst()).assertWholeUpTo(camera.next() - 1);
        assertEquals(requests, camera.keyFrameRequests());
    }

    @Test
    void aTrackThatIsPausedByItsPublisherComesBack() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob");
        connect();
        talk(10);
        SentTrack camera = ada.sent().get(1);

        camera.transceiver().direction(Direction.INACTIVE);
        ada.negotiate();
        ada.forget(camera);
        talk(10);
        assertEquals(1, bob.offered().size());
        camera.transceiver().direction(Direction.SENDONLY);
        ada.remember(camera);
        ada.negotiate();
        talk(10);

        assertEquals(2, bob.offered().size());
        bob.received(camera).assertWholeUpTo(camera.next() - 1);
        bob.received(ada.sent().getFirst()).assertWholeUpTo(29);
        assertEquals(
                List.of("ada publishes [0:opus, 1:VP8]", "ada publishes [0:opus]", "ada publishes [0:opus, 1:VP8]"),
                scene.server.events());
    }

    @Test
    void whoPublishesNothingAnyMoreStaysConnected() {
        RoomMember ada = member("ada", "video");
        RoomMember bob = member("bob");
        connect();
        SentTrack camera = ada.sent().getFirst();
        camera.transceiver().direction(Direction.INACTIVE);
        ada.negotiate();

        scene.network.run(60 * SECOND);
        camera.transceiver().direction(Direction.SENDONLY);
        ada.negotiate();
        talk(10);

        assertEquals(PeerConnectionState.CONNECTED, ada.publishing().connectionState());
        bob.received(camera).assertWholeUpTo(9);
    }

    @Test
    void aTrackIsPausedTowardsOneAndResumesWithAKeyFrameAndWithoutAHole() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob");
        RoomMember carol = member("carol");
        connect();
        talk(10);
        SentTrack camera = ada.sent().get(1);
        SentTrack voice = ada.sent().getFirst();

        assertTrue(select(bob, camera, false));
        assertTrue(select(bob, voice, false));
        talk(100);
        assertEquals(10, bob.received(camera).count());
        assertEquals(10, bob.received(voice).count());
        int requests = camera.keyFrameRequests();
        assertTrue(select(bob, camera, true));
        assertTrue(select(bob, voice, true));
        scene.network.run(100 * MILLISECOND);
        talk(10);

        assertEquals(requests + 1, camera.keyFrameRequests());
        for (SentTrack track : ada.sent()) {
            assertEquals(20, bob.received(track).count());
            bob.received(track).assertNoHoleInTheNumbers();
            bob.received(track).assertTimestampsFitTheNumbers();
            carol.received(track).assertWholeUpTo(119);
        }
        assertFalse(select(bob, ada.id(), "none", false));
        assertFalse(select(ada, camera, false), "it is her own");
    }

    @Test
    void whoSelectsBeforeItHasAnsweredNeverReceivesWhatItPaused() {
        RoomMember ada = member("ada", "audio", "video");
        RoomMember bob = member("bob");
        bob.answers(false);
        scene.network.run(SECOND);

        assertTrue(select(bob, ada.sent().getLast(), false));
        bob.answers(true);
        bob.answer();
        connect();
        talk(10);

        assertEquals(0, bob.received(ada.sent().getLast()).count());
        assertEquals(10, bob.received(ada.sent().getFirst()).count());
    }

    @Test
    void aConnectionThatIsLostIsBuiltAnew() {
        RoomMember ada = member("ada", "video");
        RoomMember bob = member("bob", "video");
        connect();
        talk(10);

        bob.subscribe();
        connect();
        talk(10);

        bob.received(ada.sent().getFirst()).assertWholeUpTo(19);
        ada.received(bob.sent().getFirst()).assertWholeUpTo(19);
        assertEquals(List.of(), scene.server.events().stream().filter(event -> event.contains("closed")).toList());
    }

    @Test
    void anOfferThatNobodyAnswersEndsTheSession() {
        RoomMember ada = member("ada", "video");
        RoomMember bob = member("bob");
        connect();
        bob.answers(false);
        ada.publish("audio");

        scene.network.run(29 * SECOND);
        assertFalse(scene.server.events().contains("subscriber closed NO_ANSWER"));
        scene.network.run(2 * SECOND);

        assertTrue(scene.server.events().contains("subscriber closed NO_ANSWER"));
        bob.answers(true);
        bob.subscribe();
        connect();
        talk(10);
        bob.received(ada.sent().getLast()).assertWholeUpTo(9);
    }

    @Test
    void membersWhipPublishersAndWhepPlayersAreInOneRoom() {
        RoomMember ada = member("ada", "audio", "video");
        connect();
        ScriptedPeer obs = scene.publisher("room", "obs");
        ScriptedPeer player = scene.player("room", "ada");
        scene.network.run(SECOND);

        assertEquals(Set.of("obs"), publishersOf(ada));
        assertEquals(Refusal.NAME_TAKEN, refusal(scene.server.publish("room", "ada",
                scene.peer().offer(Sections.audio("0", Direction.SENDONLY, 1)))));
        assertEquals(Refusal.NAME_TAKEN, assertInstanceOf(EnterResult.Refused.class,
                scene.server.ask((worker, now) -> worker.enter("room", "obs", now))).reason());
        assertEquals(3, scene.server.snapshot().rooms().getFirst().participants().stream()
                .filter(session -> session.role() != WorkerSnapshot.Role.SUBSCRIBER).count());

        talk(10);
        assertEquals(20, player.rtp().size());
        obs.send(Rtp.audio(1));
        obs.send(Rtp.keyFrame(1, 0));
        scene.network.run(SECOND);
        assertEquals(2, ada.received().size());
        player.leave();
        obs.leave();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7})
    void peopleComeAndGoAndPublishAndStopAndInTheEndEverybodyHasEverything(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        scene.network.link(LinkProfile.IDEAL.withDelay(5 * MILLISECOND));
        for (int i = 0; i < 6; i++) {
            member("first " + i, "video");
        }
        connect();
        for (int step = 0; step < 60; step++) {
            RoomMember somebody = members.get(random.nextInt(members.size()));
            switch (random.nextInt(5)) {
                case 0 -> member("later " + step, "audio");
                case 1 -> somebody.publish(random.nextBoolean() ? "audio" : "video");
                case 2 -> takeBack(somebody, random);
                case 3 -> somebody.subscribe();
                default -> leave(somebody);
            }
            scene.network.run(random.nextInt(60) * MILLISECOND);
        }
        connect();
        members.forEach(member -> member.sent().forEach(SentTrack::startAgain));
        talk(20);

        for (RoomMember member : members) {
            List<SentTrack> others = members.stream().filter(other -> other != member)
                    .flatMap(other -> other.sent().stream()).toList();
            assertEquals(others.stream().map(SentTrack::key).collect(Collectors.toSet()), keys(member));
            others.forEach(track -> member.received(track).assertReceivedTheLast(20, track.next()));
            assertEquals(others.size() + 1,
                    SessionDescription.parse(member.offers().getLast()).media().stream()
                            .filter(section -> !section.isRejected()).count());
        }
    }

    private void takeBack(RoomMember member, RandomGenerator random) {
        if (!member.sent().isEmpty()) {
            SentTrack track = member.sent().get(random.nextInt(member.sent().size()));
            track.transceiver().direction(Direction.INACTIVE);
            member.forget(track);
            member.negotiate();
        }
    }

    private void leave(RoomMember member) {
        if (members.size() > 3) {
            members.remove(member);
            member.leave();
        }
    }

    private static Set<String> keys(RoomMember member) {
        return member.offered().stream().map(track -> track.publisher() + "/" + track.publisherMid())
                .collect(Collectors.toSet());
    }

    private Set<String> publishersOf(RoomMember member) {
        return scene.server.snapshot().rooms().getFirst().participants().stream()
                .filter(session -> member.offered().stream()
                        .anyMatch(track -> track.publisher().equals(session.participant())))
                .map(WorkerSnapshot.Participant::name).collect(Collectors.toSet());
    }

    private static Refusal refusal(JoinResult result) {
        return assertInstanceOf(JoinResult.Refused.class, result).reason();
    }

    private boolean select(RoomMember who, SentTrack track, boolean playing) {
        return select(who, track.key().split("/")[0], track.key().split("/")[1], playing);
    }

    private boolean select(RoomMember who, String publisher, String mid, boolean playing) {
        return scene.server.ask((worker, now) -> worker.select(who.id(), publisher, mid, playing, now));
    }

    private static String section(String sdp, int index) {
        return sdp.split("(?=m=)")[index].replaceAll("o=.*", "o=");
    }

    private RoomMember member(String name, String... kinds) {
        RoomMember member = RoomMember.in(scene, "room", name, kinds);
        members.add(member);
        return member;
    }

    private void connect() {
        scene.network.runUntil(() -> members.stream().allMatch(RoomMember::isConnected), 20 * SECOND);
        scene.network.run(SECOND);
    }

    /// Everybody sends so many packets of each track, a hundred a second.
    private void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            members.forEach(member -> member.sent().forEach(SentTrack::send));
            scene.network.run(10 * MILLISECOND);
        }
        scene.network.run(SECOND);
    }
}
