package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/// The room as one member knows it from what it has heard: who is there with which tracks. Whatever is told must fit what was told before.
final class RoomView {
    private final Map<String, Map<String, String>> tracks = new TreeMap<>();
    private final Set<String> away = new TreeSet<>();
    private final Set<String> offered = new TreeSet<>();

    void hear(JsonNode message) {
        String who = message.path("participant").asText();
        switch (message.path("type").asText()) {
            case "joined" -> {
                tracks.clear();
                away.clear();
                message.path("participants").forEach(this::add);
            }
            case "participantJoined" -> add(message.path("participant"));
            case "participantLeft" -> {
                assertNotNull(tracks.remove(who), "who leaves was there");
                away.remove(who);
            }
            case "participantAway" -> assertEquals(true,
                    message.path("away").asBoolean() ? away.add(who) : away.remove(who), "away is news");
            case "trackAdded" -> add(who, message.path("track"));
            case "trackRemoved" -> assertNotNull(tracks.get(who).remove(message.path("track").asText()),
                    "what is removed was there");
            case "trackMuted" -> mute(who, message.path("track").asText(), message.path("muted").asBoolean());
            case "createOffer" -> offer(message);
            default -> {}
        }
    }

    private void add(JsonNode participant) {
        String id = participant.path("id").asText();
        assertNull(tracks.put(id, new TreeMap<>()), "who joins was not there");
        participant.path("tracks").forEach(track -> add(id, track));
        if (participant.path("away").asBoolean()) {
            away.add(id);
        }
    }

    private void add(String who, JsonNode track) {
        assertNull(tracks.get(who).put(track.path("track").asText(), track.toString()), "what is added was not there");
    }

    private void mute(String who, String track, boolean muted) {
        String before = tracks.get(who).get(track);
        String after = before.replace("\"muted\":" + !muted, "\"muted\":" + muted);
        assertEquals(false, before.equals(after), "muting is news");
        tracks.get(who).put(track, after);
    }

    private void offer(JsonNode offer) {
        if (!offer.has("connection")) {
            return;
        }
        offered.clear();
        for (JsonNode track : offer.path("tracks")) {
            String who = track.path("participant").asText();
            offered.add(who + "/" + track.path("track").asText());
        }
    }

    /// By participant, by track.
    Map<String, Map<String, String>> tracks() {
        return tracks;
    }

    Set<String> away() {
        return away;
    }

    /// All tracks of the others, as participant/track.
    Set<String> shown() {
        Set<String> shown = new TreeSet<>();
        tracks.forEach((who, theirs) -> theirs.keySet().forEach(track -> shown.add(who + "/" + track)));
        return shown;
    }

    /// All tracks of the last offer, as participant/track.
    Set<String> offered() {
        return offered;
    }
}
