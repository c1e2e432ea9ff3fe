package dev.sluice.rtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The recorded and hand-made packets below `src/test/resources/vectors`.
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final List<String> CAPTURES = List.of("chromium-av1-l1t3", "chromium-av1-l3t3", "chromium-h264",
            "chromium-opus", "chromium-vp8-plain", "chromium-vp8-simulcast", "chromium-vp9-l3t3key",
            "firefox-av1-l1t3", "firefox-av1-l3t3", "firefox-opus", "firefox-vp8-plain", "firefox-vp8-simulcast",
            "firefox-vp9-l3t3key");

    static final List<String> VIDEO_CAPTURES = CAPTURES.stream().filter(name -> !name.endsWith("opus")).toList();

    /// What a browser sent or received.
    ///
    /// @param line from 1, as the files of expected values count
    record Captured(String capture, int line, boolean isRtp, byte[] bytes) {
        @Override
        public String toString() {
            return capture + " line " + line;
        }
    }

    private Vectors() {}

    static JsonNode json(String path) {
        try (InputStream in = open(path)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Captured> capture(String name) {
        List<Captured> packets = new ArrayList<>();
        try (InputStream in = open("browsers/" + name + ".rtp.jsonl");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                packets.add(new Captured(name, packets.size() + 1, json.get("k").asText().equals("rtp"),
                        hex(json.get("hex").asText())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packets;
    }

    static List<Captured> allCaptured() {
        return CAPTURES.stream().flatMap(name -> capture(name).stream()).toList();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static InputStream open(String path) {
        InputStream in = Vectors.class.getResourceAsStream("/vectors/" + path);
        if (in == null) {
            throw new IllegalArgumentException("no test vector " + path);
        }
        return in;
    }
}
