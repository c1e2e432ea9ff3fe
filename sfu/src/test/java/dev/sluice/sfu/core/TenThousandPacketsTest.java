package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.testkit.LinkProfile;

/// One peer publishes, twenty subscribe, every link loses, delays and reorders: everything arrives at everybody.
class TenThousandPacketsTest {
    private static final int PACKETS = 10_000;
    private static final int PLAYERS = 20;
    private static final LinkProfile ROUGH = LinkProfile.IDEAL.withDelay(20 * MILLISECOND).withJitter(10 * MILLISECOND)
            .withReorder(0.01);
    private static final LinkProfile LOSSY = ROUGH.withLoss(0.05);

    @ParameterizedTest
    @ValueSource(strings = {"video", "audio"})
    void arriveWholeAndInOrderAtTwentyPlayersOverLossyLinks(String kind) {
        try (Scene scene = new Scene(kind.hashCode())) {
            scene.network.link(ROUGH);
            JavaPeer publisher = JavaPeer.publisher(scene, "room", "cam", kind);
            List<JavaPeer> players = new ArrayList<>();
            for (int i = 0; i < PLAYERS; i++) {
                players.add(JavaPeer.player(scene, "room", "cam", kind));
            }
            publisher.send(0);
            scene.network.runUntil(() -> players.stream().allMatch(player -> player.received() == 1), SECOND);

            scene.network.link(LOSSY);
            for (int number = 1; number < PACKETS; number++) {
                publisher.send(number);
                scene.network.run(3 * MILLISECOND);
            }
            scene.network.link(ROUGH);      // the last one must arrive, or nobody can know of it
            publisher.send(PACKETS);
            scene.network.run(5 * SECOND);

            assertTrue(scene.network.traffic().lost() > PLAYERS * PACKETS / 25, "nothing was lost");
            players.forEach(player -> player.assertReceived(PACKETS + 1));
            leave(scene, publisher, players);
        }
    }

    private static void leave(Scene scene, JavaPeer publisher, List<JavaPeer> players) {
        players.forEach(JavaPeer::close);
        publisher.close();
        scene.network.run(SECOND);

        WorkerSnapshot snapshot = scene.server.snapshot();
        assertEquals(List.of(), snapshot.rooms());
        assertEquals(0, snapshot.sessions());
        assertEquals(0, snapshot.halfOpen());
        assertTrue(scene.server.bound().isEmpty());
        assertEquals(NEVER, scene.server.worker().deadline());
        assertEquals(0, scene.handshakes.active());
    }
}
