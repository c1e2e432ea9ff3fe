package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
