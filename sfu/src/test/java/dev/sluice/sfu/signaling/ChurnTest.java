package dev.sluice.sfu.signaling;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.wire.Time;

/// Many people who do everything in random order: whoever is still there knows in the end what is true, and no message ever contradicted those before it.
class ChurnTest {
    private static final int PEOPLE = 8;
    private static final int STEPS = 1_500;
    private static final List<String> TRACKS = List.of("audio:mic:microphone", "video:camera:camera",
            "video:screen:screen", "audio:sound:screen-audio:muted");

    private final Stage stage = new Stage();
    private final Map<String, Person> here = new TreeMap<>();
    private final Map<String, Person> lost = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everybodyKnowsWhoIsThereWithWhichTracks(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String name = "person" + random.nextInt(PEOPLE);
            if (here.containsKey(name)) {
                act(here.get(name), name, random);
            } else if (lost.containsKey(name)) {
                comeBack(name, random);
            } else {
                here.put(name, stage.join("churn", name));
            }
            stage.sleep(random.nextInt(300) * MILLISECOND);
        }
        List.copyOf(lost.keySet()).forEach(name -> comeBack(name, random));
        stage.sleep(60 * SECOND);

        assertEverybodyAgrees();
        here.values().forEach(person -> person.send("leave"));
        stage.sleep(60 * SECOND);
        assertEquals(0, stage.media.size());
        assertEquals(List.of(), stage.signaling().snapshot().rooms());
        assertEquals(Time.NEVER, stage.signaling().deadline());
    }

    private void act(Person person, String name, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> {
                person.send("leave");
                here.remove(name);
            }
            case 1 -> {
                person.lose();
                lost.put(name, here.remove(name));
            }
            case 2 -> person.lose();
            case 3 -> here.put(name, person.reload("churn", name));
            case 4, 5, 6 -> person.publish(someTracks(random));
            case 7 -> person.send("mute", "track", "mic", "muted", random.nextBoolean());
            case 8 -> {
                person.negotiation(0);
                person.send("reconnect", "connection", "publish");
            }
            case 9 -> person.send("reconnect", "connection", "subscribe");
            case 10 -> wish(person, random);
            default -> person.send("chat", "text", "step");
        }
        if (here.get(name) == person && person.closed() == null) {
            person.resume();                    // after it was lost just now, or to no purpose
        }
    }

    private static String[] someTracks(Random random) {
        List<String> some = new ArrayList<>(TRACKS.subList(0, 1 + random.nextInt(TRACKS.size())));
        if (random.nextInt(4) == 0) {
            some.remove(0);
        }
        return some.toArray(String[]::new);
    }

    private void wish(Person person, Random random) {
        List<String> all = List.copyOf(person.view().shown());
        if (!all.isEmpty()) {
            String[] one = all.get(random.nextInt(all.size())).split("/");
            person.send("subscription", "participant", one[0], "track", one[1], "paused", random.nextBoolean(),
                    "quality", random.nextBoolean() ? "low" : "high");
        }
    }

    private void comeBack(String name, Random random) {
        Person person = lost.remove(name);
        boolean isStillThere = stage.media.isHere(person.id());
        if (random.nextBoolean() && isStillThere) {
            here.put(name, person.resume());
        } else {
            here.put(name, person.reload("churn", name));
        }
    }

    private void assertEverybodyAgrees() {
        Map<String, Map<String, String>> truth = new TreeMap<>();
        for (SignalingSnapshot.Person person : stage.signaling().snapshot().rooms().getFirst().participants()) {
            Map<String, String> tracks = new TreeMap<>();
            person.tracks().forEach(track -> tracks.put(track.track(), track.muted() ? "muted" : ""));
            truth.put(person.id(), tracks);
        }
        for (Person person : here.values()) {
            Map<String, Map<String, String>> others = new TreeMap<>(truth);
            others.remove(person.id());
            assertEquals(others, known(person));
            assertEquals(person.view().shown(), person.view().offered());
        }
    }

    private static Map<String, Map<String, String>> known(Person person) {
        Map<String, Map<String, String>> known = new TreeMap<>();
        person.view().tracks().forEach((who, tracks) -> {
            Map<String, String> brief = new TreeMap<>();
            tracks.forEach((name, json) -> brief.put(name, json.contains("\"muted\":true") ? "muted" : ""));
            known.put(who, brief);
        });
        return known;
    }
}
