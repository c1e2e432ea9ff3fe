package dev.sluice.sfu.signaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Valid messages with something wrong in them: other types in any field, fields gone or too many, huge numbers and texts, deep nesting. The same ones for the same seed.
public final class MutatedMessages {
    private final RandomGenerator random;
    private final List<Map<String, Object>> valid;

    /// @param participant somebody's id, for the fields that name one
    public MutatedMessages(RandomGenerator random, String participant) {
        this.random = random;
        this.valid = valid(participant);
    }

    private static List<Map<String, Object>> valid(String participant) {
        String[] tracks = {"audio:mic:microphone", "video:camera:camera"};
        return List.of(
                Person.message("createOffer", "connection", "publish", "negotiation", 1, "sdp", Person.sdp(tracks),
                        "tracks", Person.trackOffers(tracks), "seq", 1),
                Person.message("createOffer", "to", participant, "negotiation", 1, "sdp", Person.sdp(tracks), "tracks",
                        Person.trackOffers(tracks)),
                Person.message("createAnswer", "connection", "subscribe", "negotiation", 1, "sdp", "v=0"),
                Person.message("createAnswer", "to", participant, "negotiation", 1, "sdp", Person.sdp(tracks), "tracks",
                        Person.trackOffers(tracks)),
                Person.message("addIceCandidate", "connection", "publish", "candidate",
                        Map.of("candidate", "candidate:1", "sdpMid", "0", "sdpMLineIndex", 0, "usernameFragment", "u")),
                Person.message("addIceCandidate", "to", participant, "candidate", Map.of("candidate", "candidate:1")),
                Person.message("reconnect", "connection", "publish"),
                Person.message("reconnect", "connection", "subscribe"),
                Person.message("mute", "track", "mic", "muted", true),
                Person.message("subscription", "participant", participant, "track", "camera", "paused", true, "quality",
                        "low"),
                Person.message("chat", "text", "hello", "to", participant),
                Person.message("join", "room", "demo", "name", "Eve", "mode", "p2p", "protocol", 1, "token", "00aa"),
                Person.message("resume", "token", "00aa", "received", 1),
                Person.message("ping"));
    }

    /// One message, with one to three things wrong.
    public Map<String, Object> next() {
        Map<String, Object> message = copy(valid.get(random.nextInt(valid.size())));
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(message);
        }
        return message;
    }

    @SuppressWarnings("unchecked") // the messages above are made of maps by name, lists and values
    private static Map<String, Object> copy(Map<String, Object> message) {
        Map<String, Object> copy = new LinkedHashMap<>();
        message.forEach((name, value) -> copy.put(name, switch (value) {
            case Map<?, ?> map -> copy((Map<String, Object>) map);
            case List<?> list -> new ArrayList<>(list.stream().map(item -> copy((Map<String, Object>) item)).toList());
            default -> value;
        }));
        return copy;
    }

    @SuppressWarnings("unchecked") // as above
    private void mutate(Map<String, Object> message) {
        List<String> names = List.copyOf(message.keySet());
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        Object value = message.get(name);
        boolean goesDeeper = random.nextBoolean();
        if (goesDeeper && value instanceof Map<?, ?> map) {
            mutate((Map<String, Object>) map);
        } else if (goesDeeper && value instanceof List<?> list && !list.isEmpty()
                && list.get(random.nextInt(list.size())) instanceof Map<?, ?> map) {
            mutate((Map<String, Object>) map);
        } else if (random.nextInt(8) == 0) {
            message.remove(name);
        } else {
            message.put(name, anything());
        }
    }

    private Object anything() {
        return switch (random.nextInt(20)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> "x".repeat(random.nextInt(5_000));
            case 3 -> true;
            case 4 -> -1;
            case 5 -> Integer.MAX_VALUE;
            case 6 -> Long.MAX_VALUE;
            case 7 -> 1.5;
            case 8 -> 1e300;
            case 9 -> new ArrayList<>(List.of(1, "two"));
            case 10 -> new HashMap<>(Map.of("type", "join"));
            case 11 -> nested(random.nextInt(100));
            case 12 -> "\u202e\u0000\r\n{}[]<script>";
            case 13 -> "\ud800";
            case 14 -> "publish";
            case 15 -> "subscribe";
            case 16 -> random.nextInt(10);
            case 17 -> new ArrayList<>();
            case 18 -> new HashMap<>();
            default -> List.of("camera", "mic", "p2p", "sfu", "leave", "chat", "createOffer", "00aa", "NaN").get(
                    random.nextInt(9));
        };
    }

    private static Object nested(int depth) {
        return depth == 0 ? "deep" : new ArrayList<>(java.util.Collections.singletonList(nested(depth - 1)));
    }
}
