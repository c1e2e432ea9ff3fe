package dev.sluice.ice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The messages of the vector files.
final class Vectors {
    private Vectors() {}

    static Stream<JsonNode> messages(String file) {
        try (InputStream json = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return StreamSupport.stream(new ObjectMapper().readTree(json).get("messages").spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> browsers() {
        return Stream.of("chromium", "firefox").flatMap(browser -> messages("browsers/" + browser + "-stun.json"));
    }

    static byte[] bytes(JsonNode message) {
        return HexFormat.of().parseHex(message.get("hex").asText());
    }
}
