package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/// docs/signaling.schema.json, for tests that hold messages against it.
public final class SignalingSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCS = Path.of("..", "docs");

    private static final JsonSchema CLIENT = definition("clientMessage");
    private static final JsonSchema SERVER = definition("serverMessage");
    /// By name, such as `server.chat`: much quicker than to try all.
    private static final Map<String, JsonSchema> MESSAGES = new ConcurrentHashMap<>();
    private static final Set<String> NAMES = names();

    private SignalingSchema() {}

    /// The whole schema, as JSON.
    static JsonNode json() {
        return parse(text("signaling.schema.json"));
    }

    /// A file of the folder docs.
    static String text(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonSchema definition(String name) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("urn:sluice:signaling"), json())
                .getRefSchema(SchemaLocation.Fragment.of("#/$defs/" + name));
    }

    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static JsonNode json(Object tree) {
        return JSON.valueToTree(tree);
    }

    static Set<ValidationMessage> complaintsOfClient(JsonNode message) {
        return complaints("client", message, CLIENT);
    }

    static Set<ValidationMessage> complaintsOfServer(JsonNode message) {
        return complaints("server", message, SERVER);
    }

    private static Set<ValidationMessage> complaints(String sender, JsonNode message, JsonSchema any) {
        String name = nameOf(sender, message);
        JsonSchema schema = NAMES.contains(name)
                ? MESSAGES.computeIfAbsent(name, SignalingSchema::definition)
                : any;
        return schema.validate(message);
    }

    /// The definition that a message has to fit.
    static String nameOf(String sender, JsonNode message) {
        String type = message.path("type").asText();
        boolean isForPeer = !type.equals("chat") && (message.has("to") || message.has("from"));
        return sender + "." + type + (isForPeer ? "-peer" : "");
    }

    private static Set<String> names() {
        Set<String> names = new HashSet<>();
        json().path("$defs").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// A client may send this.
    public static void assertClient(JsonNode message) {
        assertEquals(Set.of(), complaintsOfClient(message), message::toPrettyString);
    }

    /// The server may send this.
    public static void assertServer(JsonNode message) {
        assertEquals(Set.of(), complaintsOfServer(message), message::toPrettyString);
    }
}
