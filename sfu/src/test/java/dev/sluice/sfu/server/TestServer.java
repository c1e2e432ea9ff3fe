package dev.sluice.sfu.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real server on free ports of the loopback address, and a client that talks to it.
final class TestServer implements AutoCloseable {
    static final String SDP = "application/sdp";

    final SluiceServer server;
    final HttpClient client = HttpClient.newHttpClient();

    private TestServer(SluiceServer server) {
        this.server = server;
    }

    static TestServer start(String... arguments) {
        Map<String, String> settings = new HashMap<>(
                Map.of("--host", "127.0.0.1", "--http-port", "0", "--udp-port", "0", "--post-rate", "0"));
        for (int i = 0; i < arguments.length; i += 2) {
            settings.put(arguments[i], arguments[i + 1]);
        }
        List<String> all = settings.entrySet().stream()
                .flatMap(setting -> Stream.of(setting.getKey(), setting.getValue())).toList();
        return new TestServer(SluiceServer.start(Settings.read(all, Map.of())));
    }

    int udpPort() {
        return server.announced().getFirst().getPort();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.httpPort()).resolve(path);
    }

    /// Sends a request with headers given as name, value, name, value.
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    /// Posts an offer.
    HttpResponse<String> offer(String path, String sdp) {
        return send("POST", path, sdp, "Content-Type", SDP);
    }

    /// All workers as they are now.
    List<WorkerState> states() {
        List<CompletableFuture<WorkerState>> states = server.workers().all().stream().map(Worker::state).toList();
        return states.stream().map(state -> state.orTimeout(5, TimeUnit.SECONDS).join()).toList();
    }

    static String resource(String name) {
        try (InputStream file = TestServer.class.getResourceAsStream("/vectors/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();                   // a WebSocket that a test has left open is not waited for
    }
}
