package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

/// Real offers, damaged at random: whatever is still accepted can be read, answered and written, and nothing but a refusal escapes.
class MutationTest {
    private static final int MUTATIONS = 20_000;
    private static final long SEED = 8866;
    private static final String SPICE = " :;,=/~*-+.%\r\n\0\u00e9\ufeff0123456789abcXYZ";
    private static final List<String> NUMBERS = List.of("", "-1", "0", "00", "65536", "4294967296",
            "99999999999999999999", "1e3", "0x10", "٣");

    private final Random random = new Random(SEED);
    private final List<List<String>> seeds = Vectors.browserOffers().stream().map(Vectors::text)
            .filter(text -> text.length() < 7_000).map(text -> text.lines().toList()).toList();

    @Test
    void onlyRefusalsEscapeAndViewsNeverThrow() {
        int answered = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String text = mutated();
            try {
                answered += use(text, i % 8 == 0) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("mutation " + i + ":\n" + text, e);
            }
        }
        assertTrue(answered > MUTATIONS / 10 && answered < MUTATIONS, "answered " + answered);
    }

    /// Whether the text was accepted and answered.
    private static boolean use(String text, boolean readAgain) {
        SessionDescription session = unlessRefused(() -> SessionDescription.parse(text));
        if (session == null) {
            return false;
        }
        Views.readAll(session); // a refusal comes too late here, and fails the test
        SessionDescription answer = unlessRefused(() -> Views.answerEverything(session));
        if (readAgain) {
            assertEquals(session, SessionDescription.parse(session.toString()));
            assertEquals(answer, answer == null ? null : SessionDescription.parse(answer.toString()));
        }
        return answer != null;
    }

    private static SessionDescription unlessRefused(Supplier<SessionDescription> work) {
        try {
            return work.get();
        } catch (SdpParseException _) {
            return null;
        }
    }

    private String mutated() {
        List<String> lines = new ArrayList<>(anySeed());
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            mutate(lines);
        }
        String text = String.join("\r\n", lines) + "\r\n";
        return random.nextInt(50) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
    }

    private void mutate(List<String> lines) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(8)) {
            case 0 -> lines.set(at, withOneCharacterChanged(lines.get(at)));
            case 1 -> lines.remove(random.nextInt(lines.size() > 1 ? lines.size() : 1));
            case 2 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 3 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 4 -> lines.set(at, withOneNumberChanged(lines.get(at)));
            case 5 -> lines.set(at, lines.get(at).substring(0, random.nextInt(lines.get(at).length() + 1)));
            case 6 -> lines.add(at, anyLine());
            default -> lines.set(at, lines.get(at) + lines.get(at).substring(lines.get(at).length() / 2));
        }
        if (lines.isEmpty()) {
            lines.add("v=0");
        }
    }

    private String withOneCharacterChanged(String line) {
        int at = random.nextInt(line.length() + 1);
        char spice = SPICE.charAt(random.nextInt(SPICE.length()));
        return line.substring(0, at) + spice + line.substring(Math.min(line.length(), at + random.nextInt(2)));
    }

    private String withOneNumberChanged(String line) {
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return line.replaceFirst("(?<=[ :=/])[0-9]+", number);
    }

    private String anyLine() {
        List<String> lines = anySeed();
        return lines.get(random.nextInt(lines.size()));
    }

    private List<String> anySeed() {
        return seeds.get(random.nextInt(seeds.size()));
    }
}
