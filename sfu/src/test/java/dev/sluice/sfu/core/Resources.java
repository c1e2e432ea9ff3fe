package dev.sluice.sfu.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What browsers sent and offered, and what is broken on purpose.
final class Resources {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A packet that a browser sent, and when.
    record Captured(long milliseconds, boolean rtp, byte[] bytes) {}

    private Resources() {}

    static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/core/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) {
        return parse(text(name));
    }

    static List<Captured> capture(String name) {
        return text("browsers/" + name + ".rtp.jsonl").lines().map(Resources::parse)
                .map(line -> new Captured(line.get("t_ms").asLong(), line.get("k").asText().equals("rtp"), hex(line)))
                .toList();
    }

    /// The packets of a file of malformed ones.
    static List<byte[]> malformed(String protocol) {
        List<byte[]> packets = new ArrayList<>();
        for (JsonNode list : json("malformed/" + protocol + ".json")) {
            list.forEach(entry -> packets.add(hex(entry)));
        }
        return packets;
    }

    private static byte[] hex(JsonNode entry) {
        return HexFormat.of().parseHex(entry.get("hex").asText());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
