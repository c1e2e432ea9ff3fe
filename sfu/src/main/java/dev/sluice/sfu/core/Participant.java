package dev.sluice.sfu.core;

/// Somebody in a room, with a name that is one of a kind there.
///
/// A *member* has entered the room and stays until it leaves, whatever becomes of its transports: it has a session to publish and a session to subscribe, each
/// when it wants one. Who publishes by WHIP is a participant as long as that session lives.
final class Participant {
    private final String id;
    private final String name;
    private final Room room;
    private final boolean isMember;
    private final long entered;
    private Publisher publisher;
    private Subscriber subscriber;

    private Participant(WorkerParts parts, Room room, String name, boolean isMember) {
        id = Ids.participant(parts.random());
        this.name = name;
        this.room = room;
        this.isMember = isMember;
        entered = parts.now();
    }

    static Participant member(WorkerParts parts, Room room, String name) {
        return new Participant(parts, room, name, true);
    }

    static Participant publisher(WorkerParts parts, Room room, String name) {
        return new Participant(parts, room, name, false);
    }

    /// Everybody in the room may know it.
    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Room room() {
        return room;
    }

    boolean isMember() { return isMember; }

    /// Null while the participant does not publish.
    Publisher publisher() {
        return publisher;
    }

    void publisher(Publisher publisher) {
        this.publisher = publisher;
    }

    /// Null while the participant receives nothing.
    Subscriber subscriber() {
        return subscriber;
    }

    void subscriber(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    WorkerSnapshot.Member snapshot(long now) {
        return new WorkerSnapshot.Member(id, name, now - entered, publisher != null, subscriber != null);
    }
}
