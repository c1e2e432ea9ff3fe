package dev.sluice.sfu.signaling;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who is where: all rooms of a worker, and their members by token and by socket.
///
/// The only place where participants come and go, so that whoever goes is gone from every table at once.
final class Rooms {
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Participant> participants = new HashMap<>();
    private final Map<String, Member> byToken = new HashMap<>();
    private final Map<MessageSocket, Member> bySocket = new HashMap<>();

    Collection<Room> all() {
        return rooms.values();
    }

    /// Null when there is no such room.
    Room room(String name) {
        return rooms.get(name);
    }

    Room open(String name, Mode mode) {
        return rooms.computeIfAbsent(name, _ -> new Room(name, mode));
    }

    /// Null when there is no such participant.
    Participant participant(String id) {
        return participants.get(id);
    }

    /// Null when there is no such member.
    Member member(String id) {
        return participants.get(id) instanceof Member member ? member : null;
    }

    /// Null when nobody has this token.
    Member holder(String token) {
        return byToken.get(token);
    }

    /// Null when the socket belongs to no member.
    Member at(MessageSocket socket) {
        return bySocket.get(socket);
    }

    int members() {
        return byToken.size();
    }

    void add(Participant participant) {
        participants.put(participant.id(), participant);
        participant.room().add(participant);
        if (participant instanceof Member member) {
            byToken.put(member.token(), member);
            bySocket.put(member.socket(), member);
        }
    }

    void attach(Member member, MessageSocket socket) {
        detach(member);
        member.attach(socket);
        bySocket.put(socket, member);
    }

    /// Forgets the member's socket. The member itself does so when it is told how long it may stay without one.
    void detach(Member member) {
        if (member.socket() != null) {
            bySocket.remove(member.socket());
        }
    }

    void remove(Participant participant) {
        participants.remove(participant.id());
        participant.room().remove(participant);
        if (participant instanceof Member member) {
            byToken.remove(member.token());
            detach(member);
        }
        if (participant.room().isEmpty()) {
            rooms.remove(participant.room().name());
        }
    }
}
