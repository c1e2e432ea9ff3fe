package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.SessionDescription;

/// Offers that are broken, by accident or on purpose: each is answered or refused, and nothing else.
class HostileOffersTest {
    private static final int MUTATIONS = 20_000;

    private final Scene scene = new Scene(13);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void malformedDescriptionsAreRefusedInWords() {
        int joined = 0;
        for (JsonNode hostile : Resources.json("malformed/sdp.json").get("cases")) {
            joined += isJoined(scene.server.publish("a", "name " + joined, hostile.get("sdp").asText())) ? 1 : 0;
        }
        assertEquals(joined, scene.server.snapshot().sessions());
    }

    @Test
    void mutatedOffersOfBrowsersAreAnsweredOrRefused() {
        Random random = new Random(2026);
        List<String> seeds = seeds();
        assertTrue(isJoined(scene.server.publish("room", "cam", seeds.getFirst())));
        int published = 0;
        int played = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String offer = mutated(seeds.get(random.nextInt(seeds.size())), random);
            published += ends(scene.server.publish("other", "name", offer)) ? 1 : 0;
            played += ends(scene.server.play("room", null, offer)) ? 1 : 0;
        }

        assertTrue(published > MUTATIONS / 20 && played > MUTATIONS / 20, published + " and " + played + " survived");
        assertTrue(published < MUTATIONS && played < MUTATIONS);
        assertEquals(1, scene.server.snapshot().sessions());
    }

    /// Whether the offer was taken; its answer must be well formed, and the session is ended again.
    private boolean ends(JoinResult result) {
        if (result instanceof JoinResult.Joined joined) {
            SessionDescription.parse(joined.answer());
            assertTrue(scene.server.close(joined.session()));
        }
        return isJoined(result);
    }

    private static boolean isJoined(JoinResult result) {
        if (result instanceof JoinResult.Refused refused) {
            assertTrue(!refused.explanation().isBlank() && refused.explanation().length() < 10_000);
        }
        return result instanceof JoinResult.Joined;
    }

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>();
        for (String browser : List.of("chromium", "firefox")) {
            for (String kind : List.of("sendrecv-av", "recvonly-av", "simulcast-rid3", "stopped-mline",
                    "svc-l3t3-key")) {
                seeds.add(Resources.text("sdp/" + browser + "-" + kind + "-offer.sdp"));
            }
        }
        return seeds;
    }

    private static String mutated(String offer, RandomGenerator random) {
        List<String> lines = new ArrayList<>(offer.lines().toList());
        for (int i = random.nextInt(1, 4); i > 0 && lines.size() > 1; i--) {
            mutate(lines, random);
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private static void mutate(List<String> lines, RandomGenerator random) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.set(at, line.replaceFirst("[0-9]+", String.valueOf(random.nextInt(200))));
            case 4 -> lines.set(at, line.replaceFirst("[0-9]+", "99999999999999999999"));
            case 5 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
            case 6 -> lines.set(at, line + lines.get(random.nextInt(lines.size())));
            default -> lines.set(at, line.replaceFirst("(?<=[: ])[a-zA-Z0-9-]+", "%\u00e9\u0000 x"));
        }
    }
}
