package dev.sluice.sfu.core;

import java.util.Objects;

import dev.sluice.sdp.SessionDescription;

/// Decides who may enter, publish, subscribe and play, and answers offers.
final class Admission {
    private final WorkerParts parts;
    private final Registry registry;
    private boolean closed;

    Admission(WorkerParts parts, Registry registry) {
        this.parts = parts;
        this.registry = registry;
    }

    /// Nobody joins any more.
    void close() {
        closed = true;
    }

    // Members.

    String enter(String roomName, String name) throws RefusedOffer {
        Room room = registry.room(Objects.requireNonNull(roomName, "a room has a name"));
        requireFreeName(room, name);
        requirePlace(room);
        if (registry.participants() >= parts.config().maxSessions()) {
            throw busy();
        }
        Participant member = Participant.member(parts, room == null ? new Room(parts, registry, roomName) : room, name);
        registry.enter(member);
        return member.id();
    }

    JoinResult publish(Participant member, String text) throws RefusedOffer {
        if (member.publisher() != null) {
            return publishAgain(member.publisher(), Offer.read(text));
        }
        requireSession();
        Offer offer = Offer.read(text);
        return begin(member, offer, PublishNegotiation.first(offer, parts.config().maxTracks()));
    }

    private static JoinResult publishAgain(Publisher publisher, Offer offer) throws RefusedOffer {
        publisher.change(offer);
        return joined(publisher, publisher.answerAgain(offer));
    }

    /// Begins a subscriber's session; one that it has already is ended. The offer is made when the batch ends.
    void subscribe(Participant member) throws RefusedOffer {
        if (member.subscriber() != null) {
            registry.end(member.subscriber(), CloseReason.CLOSED_BY_REQUEST, "another connection takes its place");
        }
        requireSession();
        registry.add(new Subscriber(parts, registry, member));
    }

    // Whoever comes by WHIP or WHEP.

    JoinResult publish(String roomName, String name, String text) throws RefusedOffer {
        Room room = registry.room(Objects.requireNonNull(roomName, "a room has a name"));
        requireFreeName(room, name);
        requirePlace(room);
        requireSession();
        Offer offer = Offer.read(text);
        var negotiation = PublishNegotiation.once(offer, parts.config().maxTracks());
        Participant participant = Participant.publisher(parts,
                room == null ? new Room(parts, registry, roomName) : room, name);
        registry.enter(participant);
        return begin(participant, offer, negotiation);
    }

    private JoinResult begin(Participant participant, Offer offer, PublishNegotiation negotiation) {
        Publisher publisher = new Publisher(parts, registry, participant, negotiation);
        registry.add(publisher);
        publisher.announce();
        return joined(publisher, publisher.answerAgain(offer));
    }

    JoinResult play(String roomName, String publisherName, String text) throws RefusedOffer {
        Room room = registry.room(Objects.requireNonNull(roomName, "a room has a name"));
        Publisher publisher = publisher(room, publisherName);
        requirePlace(room);
        requireSession();
        Offer offer = Offer.read(text);
        var negotiation = PlayNegotiation.of(offer, publisher, parts.random());
        Player player = new Player(parts, registry, publisher, negotiation);
        registry.add(player);
        return joined(player, player.answer(offer));
    }

    private static Publisher publisher(Room room, String name) throws RefusedOffer {
        if (room == null || room.publishers().isEmpty()) {
            throw new RefusedOffer(Refusal.NO_SUCH_PUBLISHER, "nobody publishes in this room yet: try again later");
        }
        if (name == null && room.publishers().size() > 1) {
            throw new RefusedOffer(Refusal.SEVERAL_PUBLISHERS, "the room has several publishers: name the one to play");
        }
        Participant named = name == null ? room.publishers().getFirst().participant() : room.participant(name);
        if (named == null || named.publisher() == null) {
            throw new RefusedOffer(Refusal.NO_SUCH_PUBLISHER,
                    "nobody publishes as \"" + name + "\" here: try again later");
        }
        return named.publisher();
    }

    // Limits.

    private static void requireFreeName(Room room, String name) throws RefusedOffer {
        Objects.requireNonNull(name, "everybody but a player has a name");
        if (room != null && room.participant(name) != null) {
            throw new RefusedOffer(Refusal.NAME_TAKEN, "somebody is \"" + name + "\" here: use another name");
        }
    }

    /// For one more person.
    private void requirePlace(Room room) throws RefusedOffer {
        requireOpen();
        if (room == null && registry.rooms().size() >= parts.config().maxRooms()) {
            throw new RefusedOffer(Refusal.BUSY, "the server has as many rooms as it may have: try again later");
        }
        if (room != null && room.people() >= parts.config().maxParticipants()) {
            throw new RefusedOffer(Refusal.ROOM_FULL, "the room is full");
        }
    }

    /// For one more transport.
    private void requireSession() throws RefusedOffer {
        requireOpen();
        if (registry.sessions() >= parts.config().maxSessions()
                || registry.halfOpen() >= parts.config().maxHalfOpen()) {
            throw busy();
        }
    }

    private void requireOpen() throws RefusedOffer {
        if (closed) {
            throw new RefusedOffer(Refusal.SHUTTING_DOWN, "the server is about to stop");
        }
    }

    private static RefusedOffer busy() {
        return new RefusedOffer(Refusal.BUSY, "the server has as many sessions as it may have: try again later");
    }

    private static JoinResult joined(Session session, SessionDescription answer) {
        return new JoinResult.Joined(session.id(), answer.toString(), session.transport().credentials().ufrag());
    }
}
