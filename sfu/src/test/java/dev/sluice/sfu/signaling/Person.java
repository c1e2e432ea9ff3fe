package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/// Somebody with a socket on a [Stage]: says what it is told to say, hears everything, and answers the server's offers.
final class Person {
    private final Stage stage;
    private final List<JsonNode> heard = new ArrayList<>();
    private final RoomView view = new RoomView();
    private Line line;
    private int taken;
    private long received;
    private String id;
    private String token;
    private int negotiation;
    boolean answers = true;

    Person(Stage stage) {
        this.stage = stage;
        this.line = new Line();
    }

    /// A socket, until it is lost or closed.
    private final class Line implements MessageSocket {
        private final Deque<JsonNode> pending = new ArrayDeque<>();
        CloseCode closed;
        boolean isDeaf;

        @Override
        public void send(long seq, ServerMessage message) {
            assertEquals(null, closed, "nothing is sent on a closed socket");
            JsonNode json = SignalingSchema.json(MessageWriter.write(seq, message));
            SignalingSchema.assertServer(json);
            if (!isDeaf) {
                pending.add(json);
            }
        }

        @Override
        public void close(CloseCode code, String reason) {
            closed = code;
        }

        void deliver() {
            for (JsonNode message = pending.poll(); message != null; message = pending.poll()) {
                hear(message);
            }
        }
    }

    // Saying.

    /// Sends a message of this type with fields given as name, value, name, value.
    Person send(String type, Object... fields) {
        Map<String, Object> message = message(type, fields);
        SignalingSchema.assertClient(SignalingSchema.json(message));
        assertInstanceOf(Incoming.Message.class, MessageReader.read(message));
        return sendAnything(message);
    }

    Person sendAnything(Map<String, ?> message) {
        stage.receive(line, MessageReader.read(message));
        deliver();
        return this;
    }

    static Map<String, Object> message(String type, Object... fields) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            message.put((String) fields[i], fields[i + 1]);
        }
        return message;
    }

    /// Offers tracks, given as `kind:name:source` or `kind:name:source:muted`.
    Person publish(String... tracks) {
        return send("createOffer", "connection", "publish", "negotiation", ++negotiation, "sdp", sdp(tracks), "tracks",
                trackOffers(tracks));
    }

    Person publishDirect(Person to, String... tracks) {
        return send("createOffer", "to", to.id, "negotiation", ++negotiation, "sdp", sdp(tracks), "tracks",
                trackOffers(tracks));
    }

    static String sdp(String... tracks) {
        StringBuilder sdp = new StringBuilder("v=0\r\n");
        for (int i = 0; i < tracks.length; i++) {
            sdp.append("m=").append(tracks[i].split(":")[0]).append(" 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:").append(i)
                    .append("\r\n");
        }
        return sdp.toString();
    }

    static List<Map<String, Object>> trackOffers(String... tracks) {
        List<Map<String, Object>> offers = new ArrayList<>();
        for (int i = 0; i < tracks.length; i++) {
            String[] parts = tracks[i].split(":");
            offers.add(Map.of("mid", Integer.toString(i), "track", parts[1], "source", parts[2], "muted",
                    parts.length > 3));
        }
        return offers;
    }

    int negotiation() {
        return negotiation;
    }

    void negotiation(int changed) {
        negotiation = changed;
    }

    // Hearing.

    private void deliver() {
        line.deliver();
    }

    private void hear(JsonNode message) {
        if (message.has("seq")) {
            assertEquals(received + 1, message.path("seq").asLong(), "numbers have no gaps");
            received++;
        }
        heard.add(message);
        view.hear(message);
        if (message.path("type").asText().equals("joined")) {
            id = message.path("participant").asText();
            token = message.path("token").asText();
        }
        if (answers && line.closed == null && message.path("type").asText().equals("createOffer")
                && message.has("connection")) {
            answer(message.path("negotiation").asInt());
        }
    }

    Person answer(int number) {
        return send("createAnswer", "connection", "subscribe", "negotiation", number, "sdp", "v=0 answer");
    }

    /// Everything heard since the last call of this or of [#next], without the server's offers.
    List<String> news() {
        deliver();
        List<String> news = new ArrayList<>();
        while (taken < heard.size()) {
            JsonNode message = heard.get(taken++);
            if (!(message.path("type").asText().equals("createOffer") && message.has("connection"))) {
                news.add(brief(message));
            }
        }
        return news;
    }

    /// A message in a few words: its type and then its values, without numbers and prose.
    private static String brief(JsonNode message) {
        StringBuilder text = new StringBuilder(message.path("type").asText());
        message.properties().forEach(field -> {
            if (!List.of("type", "seq", "message", "time", "sdp").contains(field.getKey())) {
                text.append(' ').append(field.getValue().isTextual() ? field.getValue().asText() : field.getValue());
            }
        });
        return text.toString();
    }

    /// The next message of this type; others before it are passed over.
    JsonNode next(String type) {
        deliver();
        while (taken < heard.size()) {
            JsonNode message = heard.get(taken++);
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
        return fail("no " + type + " in " + heard);
    }

    /// The code of the next error.
    String error() {
        return next("error").path("code").asText();
    }

    // Its place.

    String id() {
        return id;
    }

    String token() {
        return token;
    }

    RoomView view() {
        deliver();
        return view;
    }

    // Its socket.

    /// The network is gone, and the server knows it.
    void lose() {
        line.isDeaf = true;
        stage.lose(line, false);
    }

    /// The network is gone, and the server does not know it.
    void goDeaf() {
        line.isDeaf = true;
    }

    /// The page is closed.
    void goAway() {
        stage.lose(line, true);
    }

    Person resume() {
        return resume(received);
    }

    Person resume(long from) {
        line = new Line();
        return send("resume", "token", token, "received", from);
    }

    /// Reloads the page: another socket, the same token.
    Person reload(String room, String name) {
        Person again = new Person(stage);
        again.send("join", "room", room, "name", name, "token", token);
        return again;
    }

    CloseCode closed() {
        return line.closed;
    }

    long received() {
        return received;
    }
}
