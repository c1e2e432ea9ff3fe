package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.sluice.sfu.signaling.SignalingSchema;

/// A WebSocket to a real server that speaks signaling: what it sends and what it gets is held against the schema.
final class TestSocket implements AutoCloseable {
    private static final int SECONDS = 20;

    private final WebSocket socket;
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final List<JsonNode> received = new ArrayList<>();
    private final StringBuilder parts = new StringBuilder();
    private Consumer<JsonNode> watcher = _ -> {};
    private int taken;
    private String closeReason = "";

    private TestSocket(HttpClient client, URI uri, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(uri, new Listener()).orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    static TestSocket open(TestServer server, String... headers) {
        return open(server.client, server.uri("/ws"), headers);
    }

    static TestSocket open(HttpClient client, URI server, String... headers) {
        return new TestSocket(client, URI.create(server.toString().replaceFirst("^http", "ws")), headers);
    }

    /// Begins a message of this type.
    static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static ObjectNode joining(String room, String name) {
        return message("join").put("room", room).put("name", name);
    }

    /// Opens and joins.
    static TestSocket join(TestServer server, String room, String name) {
        TestSocket socket = open(server);
        socket.send(joining(room, name));
        socket.await("joined");
        return socket;
    }

    // Sending.

    void send(ObjectNode message) {
        SignalingSchema.assertClient(message);
        sendAnything(message.toString());
    }

    /// One after the other: the socket refuses a message while another thread's is under way.
    void sendAnything(String text) {
        synchronized (socket) {
            socket.sendText(text, true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
        }
    }

    WebSocket raw() {
        return socket;
    }

    // Receiving.

    /// Hears every message, on the socket's thread, from the first one on.
    void watch(Consumer<JsonNode> changed) {
        synchronized (received) {
            received.forEach(changed);
            watcher = changed;
        }
    }

    /// The next message of this type that nobody has waited for yet; others before it are passed over.
    JsonNode await(String type) {
        return await(message -> message.path("type").asText().equals(type), type);
    }

    JsonNode await(Predicate<JsonNode> wanted, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        synchronized (received) {
            while (true) {
                while (taken < received.size()) {
                    JsonNode message = received.get(taken++);
                    if (wanted.test(message)) {
                        return message;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertTrue(left > 0 && !closed.isDone(), () -> "no " + what + " among " + received + closeReason);
                pause(left);
            }
        }
    }

    private void pause(long millis) {
        try {
            received.wait(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<JsonNode> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    // The end.

    /// The code the server closes with; 1006 when the connection just breaks.
    int awaitClose() {
        return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    String closeReason() {
        return closeReason;
    }

    boolean isOpen() { return !closed.isDone(); }

    /// Breaks the connection without a word.
    void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                JsonNode message = SignalingSchema.parse(parts.toString());
                parts.setLength(0);
                take(message);
            }
            from.request(1);
            return null;
        }

        private void take(JsonNode message) {
            SignalingSchema.assertServer(message);
            synchronized (received) {
                received.add(message);
                received.notifyAll();
                watcher.accept(message);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(1006, error.toString());
        }

        private void end(int code, String reason) {
            closeReason = " closed: " + code + " " + reason;
            closed.complete(code);
            synchronized (received) {
                received.notifyAll();
            }
        }
    }
}
