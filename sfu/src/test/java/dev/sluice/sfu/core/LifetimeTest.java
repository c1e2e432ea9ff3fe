package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.Goodbye;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.Setup;
import dev.sluice.testkit.LinkProfile;

class LifetimeTest {
    private final Scene scene = new Scene(2);

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    @Test
    void freesASessionThatNeverConnectsAfterThirtySeconds() {
        ScriptedPeer peer = scene.peer();
        peer.accept(scene.server.publish("room", "cam", peer.offer(Sections.audio("0", Direction.SENDONLY, 1))));
        scene.network.run(29 * SECOND);
        assertEquals(1, scene.server.snapshot().halfOpen());

        scene.network.run(2 * SECOND);

        assertEquals(CloseReason.JOIN_TIMEOUT, reason(peer));
        assertEmpty();
    }

    @Test
    void freesASessionThatChecksAndNeverShakesHands() {
        ScriptedPeer peer = scene.peer();
        peer.accept(scene.server.publish("room", "cam", peer.offer(Sections.audio("0", Direction.SENDONLY, 1))));
        scene.network.dropWhere((_, _, bytes) -> bytes[0] >= 20 && bytes[0] <= 63);
        peer.connect();

        scene.network.run(31 * SECOND);

        assertEquals(CloseReason.JOIN_TIMEOUT, reason(peer));
        peer.stopChecks();
        assertEmpty();
    }

    @Test
    void stopsMediaThirtySecondsAfterTheLastCheck() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        player.stopChecks();
        long lastCheck = scene.network.now();

        long last = 0;
        for (int number = 0; number < 40 * 50; number++) {
            int before = player.rtp().size();
            publisher.send(Rtp.audio(number));
            scene.network.run(20 * MILLISECOND);
            last = player.rtp().size() > before ? scene.network.now() : last;
        }

        assertEquals(CloseReason.CONSENT_EXPIRED, reason(player));
        assertTrue(last - lastCheck > 29 * SECOND, "media stopped too soon");
        assertTrue(last - lastCheck <= 30 * SECOND, "media stopped too late");
        assertEquals(1, scene.server.snapshot().sessions());
    }

    @Test
    void saysNothingAtAllOnceConsentHasExpired() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        player.stopChecks();
        player.sendCheck(player.socket());
        long lastCheck = scene.network.now();
        scene.network.run(7 * MILLISECOND);

        for (int number = 0; number < 40 * 50; number++) {
            publisher.send(Rtp.audio(number));
            scene.network.run(20 * MILLISECOND);
        }

        assertEquals(CloseReason.CONSENT_EXPIRED, reason(player));
        assertTrue(scene.server.lastSentTo(player.address()) - lastCheck < 30 * SECOND, "sent without consent");
        assertFalse(player.isToldTheEnd());
        assertEquals(List.of(), player.rtcp(Goodbye.class));
    }

    @Test
    void endsThePlayersOfAPublisherThatLeavesAndTellsThem() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        List<ScriptedPeer> players = List.of(scene.player("room", "cam"), scene.player("room", "cam"));
        ScriptedPeer other = scene.publisher("room", "screen");

        assertTrue(scene.server.close(publisher.session()));
        scene.network.run(SECOND);

        assertTrue(publisher.isToldTheEnd());
        for (ScriptedPeer player : players) {
            assertEquals(CloseReason.PUBLISHER_LEFT, reason(player));
            assertEquals(2, player.rtcp(Goodbye.class).getFirst().ssrcs().size());
            assertTrue(player.isToldTheEnd());
        }
        assertEquals(1, scene.server.snapshot().sessions());
        assertTrue(scene.server.close(other.session()));
        assertEmpty();
    }

    @Test
    void endsASessionWhosePeerSaysGoodbye() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        player.leave();
        scene.network.run(MILLISECOND);
        assertEquals(CloseReason.CLOSED_BY_PEER, reason(player));
        publisher.leave();
        scene.network.run(MILLISECOND);

        assertEquals(CloseReason.CLOSED_BY_PEER, reason(publisher));
        assertEmpty();
    }

    @Test
    void refusesACertificateThatTheOfferDidNotTellOf() {
        ScriptedPeer peer = scene.peer();
        peer.accept(scene.server.publish("room", "cam", peer.offer(Sections.audio("0", Direction.SENDONLY, 1))));
        peer.lieAboutCertificate();
        peer.connect();

        scene.network.run(5 * SECOND);

        assertEquals(CloseReason.HANDSHAKE_FAILED, reason(peer));
        assertFalse(peer.isConnected());
        peer.stopChecks();
        assertEmpty();
    }

    @Test
    void beginsTheHandshakeWithAPeerThatWaitsForIt() {
        ScriptedPeer publisher = scene.peer();
        publisher.waitForHandshake();
        publisher.accept(
                scene.server.publish("room", "cam",
                        publisher.offer(Sections.audio("0", Direction.SENDONLY, Scene.AUDIO_SSRC))));
        scene.network.link(LinkProfile.IDEAL.withDelay(20 * MILLISECOND).withLoss(0.2));
        scene.connect(publisher);
        scene.network.run(5 * SECOND);          // our Finished may have to be sent again
        scene.network.link(LinkProfile.IDEAL);
        ScriptedPeer player = scene.player("room", "cam", Sections.audio("0", Direction.RECVONLY, 0));

        publisher.send(Rtp.audio(1));
        scene.network.run(SECOND);

        assertEquals(1, player.rtp().size());
        assertEquals(Setup.ACTIVE, publisher.answer().transport(publisher.answer().media().getFirst()).setup());
    }

    @Test
    void endsEverybodyWhenItShutsDownAndTakesNobodyAnyMore() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        List<ScriptedPeer> players = List.of(scene.player("room", "cam"), scene.player("room", "cam"),
                scene.player("room", "cam"));

        scene.server.shutDown();
        scene.network.run(SECOND);

        assertTrue(publisher.isToldTheEnd());
        assertEquals(CloseReason.SHUTTING_DOWN, reason(publisher));
        for (ScriptedPeer player : players) {
            assertTrue(player.isToldTheEnd());
            assertEquals(CloseReason.SHUTTING_DOWN, reason(player));
        }
        JoinResult late = scene.server.publish("room", "late",
                scene.peer().offer(Sections.audio("0", Direction.SENDONLY, 1)));
        assertEquals(Refusal.SHUTTING_DOWN, assertInstanceOf(JoinResult.Refused.class, late).reason());
        assertEmpty();
    }

    @Test
    void closingTwiceOrSomethingUnknownDoesNothing() {
        ScriptedPeer publisher = scene.publisher("room", "cam");

        assertTrue(scene.server.close(publisher.session()));
        assertFalse(scene.server.close(publisher.session()));
        assertFalse(scene.server.close("nothing"));
    }

    @Test
    void followsAParticipantToAnotherAddress() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.audio(1));
        scene.network.run(SECOND);

        player.move();
        scene.network.run(SECOND);
        publisher.send(Rtp.audio(2));
        scene.network.run(SECOND);

        assertEquals(2, player.rtp().size());
        scene.network.run(60 * SECOND);
        assertEquals(2, scene.server.bound().size());
    }

    @Test
    void joiningAndLeavingAHundredTimesLeavesNothingBehind() {
        scene.network.link(LinkProfile.IDEAL.withDelay(5 * MILLISECOND));
        for (int round = 0; round < 25; round++) {
            List<ScriptedPeer> peers = new ArrayList<>();
            peers.add(scene.publisher("room " + round, "cam"));
            for (int i = 0; i < 3; i++) {
                peers.add(scene.player("room " + round, "cam"));
            }
            peers.get(0).send(Rtp.audio(round));
            peers.reversed().forEach(ScriptedPeer::leave);
            scene.network.run(SECOND);
            assertEmpty();
        }
        assertEquals(100L, scene.server.snapshot().closed().values().stream().mapToLong(Long::longValue).sum());
    }

    private CloseReason reason(ScriptedPeer peer) {
        return scene.server.closed().get(peer.session());
    }

    private void assertEmpty() {
        WorkerSnapshot snapshot = scene.server.snapshot();
        assertEquals(List.of(), snapshot.rooms());
        assertEquals(0, snapshot.sessions());
        assertEquals(0, snapshot.halfOpen());
        assertEquals(NEVER, scene.server.worker().deadline());
        assertTrue(scene.server.bound().isEmpty());
        assertEquals(0, scene.handshakes.active());
    }
}
