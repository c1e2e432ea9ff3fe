package dev.sluice.sfu.signaling;

import java.util.List;

/// The rooms of a worker at a moment, as people use them. Tokens are left out.
///
/// @param members participants that came by a WebSocket
public record SignalingSnapshot(int members, List<Room> rooms) {
    public record Room(String name, Mode mode, List<Person> participants) {
        static Room of(dev.sluice.sfu.signaling.Room room) {
            return new Room(room.name(), room.mode(), room.participants().stream().map(Person::of).toList());
        }
    }

    /// @param isMember false for a publisher that came by WHIP
    public record Person(String id, String name, boolean isMember, boolean away, List<TrackInfo> tracks) {
        static Person of(Participant participant) {
            return new Person(participant.id(), participant.name(), participant instanceof Member,
                    participant.isAway(), participant.tracks().infos());
        }
    }
}
