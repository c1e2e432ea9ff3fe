package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Hostile descriptions: each ends with a clear refusal or is understood, and costs next to nothing.
class MalformedTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long BOUND = 50_000_000;
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String SECTION = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\n"
            + "a=rtpmap:111 opus/48000/2\r\na=mid:0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
            + "a=fingerprint:sha-256 AA" + ":AA".repeat(31) + "\r\na=setup:actpass\r\na=rtcp-mux\r\n";

    private static JsonNode vectors() throws IOException {
        return new ObjectMapper().readTree(Vectors.text("sdp/malformed.json"));
    }

    @TestFactory
    Stream<DynamicTest> everyVectorMeetsItsExpectation() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors().get("cases")) {
            String sdp = vector.get("sdp").asText();
            boolean accepted = vector.get("expect").asText().startsWith("accepted");
            tests.add(DynamicTest.dynamicTest(vector.get("why").asText(), () -> {
                meets(sdp, accepted);
                assertFast(sdp);
            }));
        }
        assertEquals(54, tests.size());
        return tests.stream();
    }

    private static void meets(String sdp, boolean accepted) {
        if (accepted) {
            use(sdp);
        } else {
            SdpParseException refusal = assertThrows(SdpParseException.class, () -> use(sdp));
            assertTrue(refusal.getMessage().length() < 300, refusal.getMessage());
        }
    }

    @Test
    void fiveEqualCandidatesAreKeptOnce() throws IOException {
        for (JsonNode vector : vectors().get("cases")) {
            if (vector.get("why").asText().equals("5 equal candidates")) {
                SessionDescription session = SessionDescription.parse(vector.get("sdp").asText());
                assertEquals(1, session.media().getFirst().candidates().size());
                return;
            }
        }
        throw new AssertionError("the vector is missing");
    }

    @TestFactory
    Stream<DynamicTest> everyBigTextIsRefusedOrBounded() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors().get("generated")) {
            String description = vector.get("generate").asText();
            String sdp = generate(description);
            tests.add(DynamicTest.dynamicTest(description, () -> {
                assertThrows(SdpParseException.class, () -> use(sdp));
                assertFast(sdp);
            }));
        }
        assertEquals(8, tests.size());
        return tests.stream();
    }

    private static String generate(String description) {
        return switch (description) {
            case "one line of 1 MiB without line end" -> HEAD + "a=" + "x".repeat((1 << 20) - 2);
            case "10 000 m-lines" -> HEAD + SECTION.repeat(10_000);
            case "100 000 a=candidate lines" -> HEAD + SECTION + numbered(100_000,
                    i -> "a=candidate:" + i + " 1 udp 1 192.0.2.1 9 typ host\r\n");
            case "100 000 a=ssrc lines" -> HEAD + SECTION + numbered(100_000, i -> "a=ssrc:" + i + " cname:x\r\n");
            case "fmtp value of 64 KiB of \"a=b;\"" -> HEAD + SECTION + "a=fmtp:111 " + "a=b;".repeat(16384) + "\r\n";
            case "BUNDLE group of 10 000 mids" -> HEAD + "a=group:BUNDLE" + numbered(10_000, i -> " " + i) + "\r\n"
                    + SECTION;
            case "line of 200 000 spaces (regex backtracking)" -> HEAD + SECTION + "a=rtpmap:" + " ".repeat(200_000);
            case "simulcast attribute of 100 000 \";\"" -> HEAD + SECTION + "a=simulcast:send " + ";".repeat(100_000);
            default -> throw new AssertionError("no generator for: " + description);
        };
    }

    /// The worst that fits through the limits.
    @TestFactory
    Stream<DynamicTest> theWorstWithinTheLimitsIsCheapToo() {
        int sections = SdpReader.MAX_SECTIONS;
        return Stream.of(
                bounded("as many sections as allowed, each with as many attributes as the lines allow",
                        HEAD + bundle(sections) + numbered(sections, i -> SECTION.replace("mid:0", "x:" + i)
                                + "a=x:y\r\n".repeat(240) + "a=mid:" + i + "\r\n")),
                bounded("as many candidates as allowed",
                        HEAD + SECTION + numbered(2000, i -> "a=candidate:" + i + " 1 udp 1 192.0.2.1 9 typ host\r\n")),
                bounded("as many payload types as a line takes, and feedback for each",
                        HEAD + SECTION.replace(" 111\r", " 111" + " 96".repeat(2600) + "\r")
                                + "a=rtpmap:96 VP8/90000\r\n"
                                + "a=rtcp-fb:* nack\r\n".repeat(2000)),
                bounded("as many groups as allowed", HEAD + "a=group:BUNDLE\r\n".repeat(2000) + SECTION),
                bounded("a line of parameters as long as allowed",
                        HEAD + SECTION + "a=fmtp:111 " + numbered(1000, i -> i + "=b;") + "\r\n"),
                bounded("rids by the thousand", HEAD + SECTION + numbered(1500, i -> "a=rid:" + i + " send\r\n")
                        + "a=simulcast:send 0" + numbered(1500, i -> ";" + i) + "\r\n"));
    }

    private static DynamicTest bounded(String name, String sdp) {
        return DynamicTest.dynamicTest(name, () -> {
            use(sdp);
            assertFast(sdp);
        });
    }

    private static String bundle(int sections) {
        return "a=group:BUNDLE" + numbered(sections, i -> " " + i) + "\r\n";
    }

    private static String numbered(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    /// Everything a server does with an offer.
    private static void use(String sdp) {
        SessionDescription session = SessionDescription.parse(sdp);
        WebRtcPolicy.strict().check(session);
        Views.readAll(session);
        Views.answerEverything(session);
    }

    /// The best of several runs, in time of the processor: neither a busy machine nor a cold one fails the test.
    private static void assertFast(String sdp) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10 && best >= BOUND; i++) {
            best = Math.min(best, processorTime(sdp));
        }
        assertTrue(best < BOUND, "took " + best / 1_000_000 + " ms");
    }

    private static long processorTime(String sdp) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            Answer.to(SessionDescription.parse(sdp));
        } catch (SdpParseException _) {
            // refusing must be as fast as accepting
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
