package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The people of one room. It begins with the first of them and ends with the last.
///
/// Whoever subscribes receives the tracks of all others; the room tells its subscribers what comes and goes.
final class Room {
    private final String name;
    private final Map<String, Participant> byName = new LinkedHashMap<>();
    private final List<Player> players = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final ActiveSpeakers speakers;

    Room(WorkerParts parts, Registry registry, String name) {
        this.name = name;
        speakers = new ActiveSpeakers(parts, registry, this);
    }

    String name() {
        return name;
    }

    ActiveSpeakers speakers() {
        return speakers;
    }

    /// How many people are here: members, publishers and players. A member's sessions are one person's.
    int people() {
        return byName.size() + players.size();
    }

    /// Null when nobody has this name.
    Participant participant(String called) {
        return byName.get(called);
    }

    Collection<Participant> participants() {
        return byName.values();
    }

    /// Those who publish now.
    List<Publisher> publishers() {
        return byName.values().stream().map(Participant::publisher).filter(publisher -> publisher != null).toList();
    }

    void enter(Participant participant) {
        byName.put(participant.name(), participant);
    }

    void leave(Participant participant) {
        byName.remove(participant.name(), participant);
    }

    void add(Session session) {
        switch (session) {
            case Publisher publisher -> {
                publisher.participant().publisher(publisher);
                added(publisher, publisher.tracks());
            }
            case Player player -> {
                players.add(player);
                player.publisher().players().add(player);
            }
            case Subscriber subscriber -> {
                subscriber.participant().subscriber(subscriber);
                subscribers.add(subscriber);
                publishers()
                        .forEach(publisher -> publisher.tracks().forEach(track -> offer(subscriber, publisher, track)));
            }
        }
    }

    void remove(Session session) {
        switch (session) {
            case Publisher publisher -> {
                publisher.participant().publisher(null);
                removed(publisher, publisher.tracks());
            }
            case Player player -> {
                players.remove(player);
                player.publisher().players().remove(player);
            }
            case Subscriber subscriber -> {
                subscriber.participant().subscriber(null);
                subscribers.remove(subscriber);
            }
        }
    }

    /// The publisher has these tracks now as well.
    void added(Publisher publisher, List<PublishedTrack> tracks) {
        subscribers.forEach(subscriber -> tracks.forEach(track -> offer(subscriber, publisher, track)));
    }

    /// The publisher has these tracks no longer.
    void removed(Publisher publisher, List<PublishedTrack> tracks) {
        tracks.forEach(track -> {
            subscribers.forEach(subscriber -> subscriber.remove(track));
            publisher.players().forEach(player -> player.remove(track));
        });
    }

    /// Nobody receives what is their own.
    private static void offer(Subscriber subscriber, Publisher publisher, PublishedTrack track) {
        if (subscriber.participant() != publisher.participant()) {
            subscriber.add(publisher, track);
        }
    }

    WorkerSnapshot.Room snapshot(long now) {
        List<WorkerSnapshot.Participant> sessions = Stream
                .of(publishers().stream(), players.stream(), subscribers.stream()).flatMap(all -> all)
                .map(session -> session.snapshot(now)).toList();
        List<WorkerSnapshot.Member> members = byName.values().stream().filter(Participant::isMember)
                .map(member -> member.snapshot(now)).toList();
        return new WorkerSnapshot.Room(name, sessions, members);
    }
}
