package dev.sluice.sfu.signaling;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.sluice.wire.Time;

/// Who is in a room, in the order they came, and what holds for all of them.
final class Room {
    private final String name;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private Mode mode;
    private int members;
    private List<String> speakers = List.of();
    private List<String> nextSpeakers = List.of();
    private long speakersTold = -Time.SECOND;
    private boolean speakersWait;

    Room(String name, Mode mode) {
        this.name = name;
        this.mode = mode;
    }

    String name() {
        return name;
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode changed) {
        mode = changed;
    }

    // Who.

    Collection<Participant> participants() {
        return participants.values();
    }

    /// Null when there is no such participant.
    Participant participant(String id) {
        return participants.get(id);
    }

    /// Null when there is no such member.
    Member member(String id) {
        return participants.get(id) instanceof Member member ? member : null;
    }

    Stream<Member> members() {
        return participants.values().stream().filter(Member.class::isInstance).map(Member.class::cast);
    }

    /// How many members there are besides this participant.
    int others(Participant but) {
        return but instanceof Member ? members - 1 : members;
    }

    List<ParticipantInfo> infos() {
        return participants.values().stream().map(Participant::info).toList();
    }

    void add(Participant participant) {
        participants.put(participant.id(), participant);
        members += participant instanceof Member ? 1 : 0;
    }

    void remove(Participant participant) {
        participants.remove(participant.id());
        members -= participant instanceof Member ? 1 : 0;
    }

    boolean isEmpty() { return participants.isEmpty(); }

    // What they are told.

    void tell(ServerMessage message) {
        members().forEach(member -> member.send(message));
    }

    void tellOthers(Participant but, ServerMessage message) {
        members().filter(member -> member != but).forEach(member -> member.send(message));
    }

    // Who speaks.

    List<String> speakers() {
        return speakers;
    }

    void onSpeakers(List<String> ids, SignalingParts parts) {
        nextSpeakers = ids;
        long due = speakersTold + parts.config().speakersDelay();
        if (parts.now() >= due) {
            tellSpeakers(parts.now());
        } else if (!speakersWait) {
            speakersWait = true;
            parts.timers().at(due, () -> {
                speakersWait = false;
                tellSpeakers(parts.now());
            });
        }
    }

    private void tellSpeakers(long now) {
        List<String> present = nextSpeakers.stream().filter(participants::containsKey).toList();
        if (!present.equals(speakers)) {
            speakers = present;
            speakersTold = now;
            tell(new ServerMessage.Speakers(present));
        }
    }
}
