package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The participants of one room. It begins with its first publisher and ends with the last participant.
final class Room {
    private final String name;
    private final Map<String, Publisher> publishers = new LinkedHashMap<>();
    private final List<Player> players = new ArrayList<>();

    Room(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int size() {
        return publishers.size() + players.size();
    }

    Collection<Publisher> publishers() {
        return publishers.values();
    }

    /// Null when nobody publishes under this name.
    Publisher publisher(String publisher) {
        return publishers.get(publisher);
    }

    List<Player> players() {
        return players;
    }

    void add(Participant participant) {
        switch (participant) {
            case Publisher publisher -> publishers.put(publisher.name(), publisher);
            case Player player -> {
                players.add(player);
                player.publisher().players().add(player);
            }
        }
    }

    void remove(Participant participant) {
        switch (participant) {
            case Publisher publisher -> publishers.remove(publisher.name(), publisher);
            case Player player -> {
                players.remove(player);
                player.publisher().players().remove(player);
            }
        }
    }

    WorkerSnapshot.Room snapshot(long now) {
        List<WorkerSnapshot.Participant> participants = Stream.concat(publishers.values().stream(), players.stream())
                .map(participant -> participant.snapshot(now)).toList();
        return new WorkerSnapshot.Room(name, participants);
    }
}
