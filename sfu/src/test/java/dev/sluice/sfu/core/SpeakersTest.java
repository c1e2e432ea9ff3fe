package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;

/// Who speaks, by the levels that packets of 20 ms carry: 0 is the loudest, 127 silence.
class SpeakersTest {
    private static final int SPEECH = 30;
    private static final int NOISE = 70;

    private final Scene scene = new Scene(51);
    private final Map<String, ScriptedPeer> people = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private List<String> order = List.of();
    private int number;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void tellsWhoBeginsAndWhoStops() {
        come("ada", "bob");

        hear(1_000, 127, 127);
        assertEquals(List.of(), told());
        hear(1_000, SPEECH, 127);
        assertEquals(List.of("[ada]"), told());
        hear(3_000, 127, 127);

        assertEquals(List.of("[ada]", "[]"), told());
    }

    @Test
    void isQuickToHearAndSlowToForget() {
        come("ada");
        long began = scene.network.now();
        while (told().isEmpty()) {
            hear(20, SPEECH);
        }
        assertTrue(scene.network.now() - began <= 450 * MILLISECOND);

        hear(1_000, SPEECH);
        long ended = scene.network.now();
        while (told().size() == 1) {
            hear(20, 127);
        }
        assertTrue(scene.network.now() - ended >= SECOND);
        assertTrue(scene.network.now() - ended <= 2 * SECOND);
    }

    @Test
    void pausesBetweenWordsAreNoEndAndNoiseIsNoSpeech() {
        come("ada", "bob");

        hear(10_000, at -> at % 1_000 < 500 ? SPEECH : 127, at -> NOISE);

        assertEquals(List.of("[ada]"), told());
    }

    @Test
    void aClickIsNoSpeech() {
        come("ada");

        hear(5_000, at -> at % 1_000 == 0 ? SPEECH : 127);

        assertEquals(List.of(), told());
    }

    @Test
    void whoDominatesStaysInFrontUntilSomebodyIsClearlyLouder() {
        come("ada", "bob");
        hear(2_000, 35, 127);
        hear(4_000, 35, 32);
        assertEquals(List.of("[ada]", "[ada, bob]"), told());

        hear(4_000, 35, 15);
        assertEquals("[bob, ada]", told().getLast());
        hear(4_000, 35, 35);
        assertEquals("[bob, ada]", told().getLast());
        hear(3_000, 35, 127);

        assertEquals("[ada]", told().getLast());
    }

    @Test
    void changesAtMostFiveTimesASecondHoweverWildItGets() {
        come("ada", "bob", "eve");
        RandomGenerator random = scene.network.random("levels");
        IntUnaryOperator wild = _ -> random.nextInt(128);

        hear(20_000, wild, wild, wild);

        assertTrue(told().size() <= 20, told().size() + " changes in 20 s");
    }

    @Test
    void whoLeavesSpeaksNoMore() {
        come("ada", "bob");
        hear(2_000, SPEECH, SPEECH);
        scene.server.close(people.get("ada").session());
        scene.network.run(400 * MILLISECOND);

        assertEquals("[bob]", told().getLast());
    }

    @Test
    void aSilentRoomHasNoTimer() {
        come("ada");
        hear(2_000, SPEECH);
        hear(4_000, 127);
        assertEquals("[]", told().getLast());
        scene.server.close(people.get("ada").session());

        assertEquals(Long.MAX_VALUE, scene.server.worker().deadline());
    }

    private void come(String... names) {
        for (String name : names) {
            people.put(name, scene.publisher("room", name, Sections.audio("0", Direction.SENDONLY, Scene.AUDIO_SSRC)));
        }
        scene.server.snapshot().rooms().getFirst().participants()
                .forEach(session -> ids.put(session.participant(), session.name()));
        order = List.of(names);
    }

    private void hear(int milliseconds, int... levels) {
        IntUnaryOperator[] constant = new IntUnaryOperator[levels.length];
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            constant[i] = _ -> level;
        }
        hear(milliseconds, constant);
    }

    private void hear(int milliseconds, IntUnaryOperator... levels) {
        for (int at = 0; at < milliseconds; at += 20) {
            number++;
            for (int i = 0; i < levels.length; i++) {
                people.get(order.get(i)).send(Rtp.withLevel(Rtp.audio(number), levels[i].applyAsInt(at)));
            }
            scene.network.run(20 * MILLISECOND);
        }
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (String event : scene.server.events()) {
            if (event.startsWith("speaking ")) {
                String names = event.substring("speaking ".length());
                for (Map.Entry<String, String> one : ids.entrySet()) {
                    names = names.replace(one.getKey(), one.getValue());
                }
                told.add(names);
            }
        }
        return told;
    }
}
