package dev.sluice.sfu.signaling;

/// Somebody in a room.
abstract sealed class Participant permits Member, Guest {
    private final String id;
    private final String name;
    private final Room room;
    private final PublishedTracks tracks = new PublishedTracks();

    Participant(String id, String name, Room room) {
        this.id = id;
        this.name = name;
        this.room = room;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Room room() {
        return room;
    }

    PublishedTracks tracks() {
        return tracks;
    }

    boolean isAway() { return false; }

    final ParticipantInfo info() {
        return new ParticipantInfo(id, name, tracks.infos(), isAway());
    }
}
