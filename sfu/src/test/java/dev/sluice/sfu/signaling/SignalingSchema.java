package dev.sluice.sfu.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

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
        return CLIENT.validate(message);
    }

    static Set<ValidationMessage> complaintsOfServer(JsonNode message) {
        return SERVER.validate(message);
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
