package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.sfu.signaling.Names;

/// What HTTP clients of WHIP and WHEP get to hear, from a real server.
///
/// @rfc 9725 4 Protocol Operation
class HttpTest {
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final String PUBLISH = TestServer.resource("sdp/chromium-sendrecv-av-offer.sdp");
    private static final String PLAY = TestServer.resource("sdp/firefox-recvonly-av-offer.sdp");

    private static TestServer server;

    @BeforeAll
    static void startServer() {
        server = TestServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void anOfferIsAnsweredWithAllCandidatesAndAUrlNobodyCanGuess() {
        HttpResponse<String> answer = server.offer("/whip/answered?name=cam", PUBLISH);

        assertEquals(201, answer.statusCode(), answer.body());
        assertEquals("application/sdp", header(answer, "Content-Type"));
        assertTrue(header(answer, "Location").matches("/session/[0-9a-f]{32}"), header(answer, "Location"));
        assertTrue(header(answer, "ETag").matches("\"[^\"]{4,}\""), header(answer, "ETag"));
        assertEquals(FRAGMENT, header(answer, "Accept-Patch"));
        assertTrue(answer.body().contains("a=candidate:"), answer.body());
        assertTrue(answer.body().contains(" 127.0.0.1 " + server.udpPort() + " typ host"), answer.body());
        assertTrue(answer.body().contains("a=end-of-candidates"), answer.body());
        assertTrue(answer.body().contains("a=ice-lite"), answer.body());
    }

    @Test
    void deletingASessionEndsItOnceAndFreesItsName() {
        String session = header(server.offer("/whip/deleted", PUBLISH), "Location");

        assertEquals(200, server.send("DELETE", session, null).statusCode());
        assertEquals(404, server.send("DELETE", session, null).statusCode());
        assertEquals(201, server.offer("/whip/deleted", PUBLISH).statusCode());
    }

    @Test
    void aPlayerBeforeThePublisherIsToldToComeBack() {
        HttpResponse<String> refusal = server.offer("/whep/early/cam", PLAY);

        assertEquals(404, refusal.statusCode());
        assertTrue(refusal.body().contains("try again"), refusal.body());
        assertEquals(404, server.offer("/whep/early", PLAY).statusCode());
    }

    @Test
    void aPlayerGetsThePublisherItNamesOrTheOnlyOne() {
        server.offer("/whip/played?name=cam", PUBLISH);

        assertEquals(201, server.offer("/whep/played/cam", PLAY).statusCode());
        assertEquals(201, server.offer("/whep/played", PLAY).statusCode());
        assertEquals(404, server.offer("/whep/played/other", PLAY).statusCode());

        server.offer("/whip/played?name=screen", PUBLISH);
        assertEquals(409, server.offer("/whep/played", PLAY).statusCode());
        assertEquals(201, server.offer("/whep/played/screen", PLAY).statusCode());
    }

    @Test
    void aNameIsTakenOnlyOnce() {
        server.offer("/whip/taken?name=cam", PUBLISH);

        HttpResponse<String> refusal = server.offer("/whip/taken?name=cam", PUBLISH);

        assertEquals(409, refusal.statusCode());
        assertTrue(refusal.body().contains("cam"), refusal.body());
    }

    @Test
    void candidatesAreTakenWithTheEntityTagOfTheAnswerOnly() {
        HttpResponse<String> answer = server.offer("/whip/trickled", PUBLISH);
        String session = header(answer, "Location");
        String tag = header(answer, "ETag");
        String candidates = fragment(attribute(PUBLISH, "ice-ufrag"), attribute(PUBLISH, "ice-pwd"));

        HttpResponse<String> taken = server.send("PATCH", session, candidates, "Content-Type", FRAGMENT, "If-Match",
                tag);
        assertEquals(204, taken.statusCode(), taken.body());
        assertTrue(taken.headers().firstValue("ETag").isEmpty());
        assertEquals(204,
                server.send("PATCH", session, candidates, "Content-Type", FRAGMENT, "If-Match", "\"x\", " + tag)
                        .statusCode());

        assertEquals(428, server.send("PATCH", session, candidates, "Content-Type", FRAGMENT).statusCode());
        assertEquals(412, server.send("PATCH", session, candidates, "Content-Type", FRAGMENT, "If-Match", "\"other\"")
                .statusCode());
        assertEquals(412, server.send("PATCH", session, candidates, "Content-Type", FRAGMENT, "If-Match", "W/" + tag)
                .statusCode());
        assertEquals(415, server.send("PATCH", session, candidates, "Content-Type", "application/sdp", "If-Match", tag)
                .statusCode());
        assertEquals(400, server.send("PATCH", session, "not a fragment", "Content-Type", FRAGMENT, "If-Match", tag)
                .statusCode());
        assertEquals(404, server
                .send("PATCH", "/session/" + "0".repeat(32), candidates, "Content-Type", FRAGMENT, "If-Match", tag)
                .statusCode());
    }

    @Test
    void anIceRestartIsRefusedAndTheSessionLivesOn() {
        HttpResponse<String> answer = server.offer("/whip/restarted", PUBLISH);
        String session = header(answer, "Location");
        String restart = "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n";

        assertEquals(422,
                server.send("PATCH", session, restart, "Content-Type", FRAGMENT, "If-Match", "*").statusCode());
        assertEquals(200, server.send("DELETE", session, null).statusCode());
    }

    @Test
    void aBrowserOfAnotherOriginMayDoAllThis() {
        for (String path : List.of("/whip/cors", "/whep/cors", "/whep/cors/cam", "/session/" + "0".repeat(32))) {
            boolean isSession = path.startsWith("/session");
            HttpResponse<String> preflight = server.send("OPTIONS", path, null, "Origin", "https://meet.example.org",
                    "Access-Control-Request-Method", isSession ? "PATCH" : "POST", "Access-Control-Request-Headers",
                    "content-type");

            assertEquals(200, preflight.statusCode());
            assertEquals("*", header(preflight, "Access-Control-Allow-Origin"));
            assertEquals(isSession ? "DELETE, OPTIONS, PATCH" : "OPTIONS, POST",
                    header(preflight, "Access-Control-Allow-Methods"));
            assertTrue(header(preflight, "Access-Control-Allow-Headers").contains("If-Match"));
            assertEquals(isSession ? FRAGMENT : "application/sdp",
                    header(preflight, isSession ? "Accept-Patch" : "Accept-Post"));
        }
        HttpResponse<String> answer = server.send("POST", "/whip/cors", PUBLISH, "Content-Type", "application/sdp",
                "Origin", "https://meet.example.org");
        assertEquals(201, answer.statusCode());
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
        assertTrue(List.of(header(answer, "Access-Control-Expose-Headers").split(", "))
                .containsAll(List.of("Location", "ETag", "Link")));

        HttpResponse<String> refusal = server.send("POST", "/whip/cors", "", "Content-Type", "text/plain", "Origin",
                "https://meet.example.org");
        assertEquals("*", header(refusal, "Access-Control-Allow-Origin"));
    }

    @Test
    void originsCanBeNamed() {
        try (TestServer strict = TestServer.start("--cors-origins", "https://a.example,https://b.example", "--workers",
                "1")) {
            HttpResponse<String> good = strict.send("OPTIONS", "/whip/r", null, "Origin", "https://b.example");
            assertEquals("https://b.example", header(good, "Access-Control-Allow-Origin"));
            assertEquals("Origin", header(good, "Vary"));

            HttpResponse<String> bad = strict.send("OPTIONS", "/whip/r", null, "Origin", "https://evil.example");
            assertTrue(bad.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
            assertTrue(bad.headers().firstValue("Access-Control-Allow-Methods").isEmpty());
        }
    }

    @Test
    void otherMethodsAreRefusedWithThoseThatAreUnderstood() {
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "PATCH")) {
            for (String path : List.of("/whip/r", "/whep/r", "/whep/r/cam")) {
                HttpResponse<String> refusal = server.send(method, path, null);
                assertEquals(405, refusal.statusCode());
                assertEquals("OPTIONS, POST", header(refusal, "Allow"));
            }
        }
        for (String method : List.of("GET", "HEAD", "PUT", "POST")) {
            HttpResponse<String> refusal = server.send(method, "/session/" + "0".repeat(32), null);
            assertEquals(405, refusal.statusCode());
            assertEquals("DELETE, OPTIONS, PATCH", header(refusal, "Allow"));
        }
        assertEquals("GET, HEAD", header(server.send("POST", "/health", ""), "Allow"));
    }

    @Test
    void anOfferOfAnotherTypeIsRefusedWithTheRightOne() {
        HttpResponse<String> refusal = server.send("POST", "/whip/r", PUBLISH, "Content-Type", "application/json");

        assertEquals(415, refusal.statusCode());
        assertEquals("application/sdp", header(refusal, "Accept-Post"));
        assertEquals(415, server.send("POST", "/whip/r", PUBLISH).statusCode());
        assertEquals(201,
                server.send("POST", "/whip/parameters", PUBLISH, "Content-Type", "Application/SDP; charset=utf-8")
                        .statusCode());
    }

    @Test
    void aBodyLongerThanAnyOfferIsRefused() {
        assertEquals(413, server.offer("/whip/r", "v=0\r\n" + "a".repeat(65 * 1024)).statusCode());
        assertEquals(413,
                server.send("PATCH", header(server.offer("/whip/long", PUBLISH), "Location"), "a".repeat(65 * 1024),
                        "Content-Type", FRAGMENT, "If-Match", "*").statusCode());
    }

    @Test
    void anOfferThatIsNoSdpIsRefusedWithTheLineThatIsWrong() {
        HttpResponse<String> refusal = server.offer("/whip/r",
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio\r\n");

        assertEquals(400, refusal.statusCode());
        assertTrue(refusal.body().contains("line 5"), refusal.body());
        assertEquals(400, server.offer("/whip/r", "").statusCode());
    }

    static Stream<String> malformed() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(TestServer.resource("sdp/malformed.json")).get("cases");
        return StreamSupport.stream(cases.spliterator(), false).filter(broken -> broken.has("sdp"))
                .map(broken -> broken.get("sdp").asText());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whateverIsOfferedIsNeverOurFault(String sdp) {
        for (String path : List.of("/whip/malformed?name=x", "/whep/malformed/x")) {
            HttpResponse<String> reply = server.offer(path, sdp);
            assertTrue(reply.statusCode() == 201 || reply.statusCode() >= 400 && reply.statusCode() < 500,
                    () -> reply.statusCode() + " " + reply.body());
            assertFalse(reply.body().isBlank());
            reply.headers().firstValue("Location").ifPresent(session -> server.send("DELETE", session, null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%2Fb", "%3Cscript%3E", "a%0d%0aSet-Cookie:x", "%00", "a:b"})
    void namesThatCouldBeMistakenForSomethingElseAreRefused(String name) {
        for (String path : List.of("/whip/" + name, "/whip/r?name=" + name, "/whep/" + name, "/whep/r/" + name)) {
            HttpResponse<String> refusal = server.offer(path, PUBLISH);
            assertEquals(400, refusal.statusCode(), path);
            assertTrue(refusal.body().contains(Names.ROOM_RULE), refusal.body());
        }
    }

    @Test
    void namesHaveALimitAndMayBeOfAnyLanguage() {
        assertEquals(201, server.offer("/whip/" + "r".repeat(64), PUBLISH).statusCode());
        assertEquals(400, server.offer("/whip/" + "r".repeat(65), PUBLISH).statusCode());
        assertEquals(400, server.offer("/whip/r?name=", PUBLISH).statusCode());
        assertEquals(201, server.offer("/whip/caf%C3%A9-%E4%BC%9A%E8%AE%AE_1.0~@x", PUBLISH).statusCode());
    }

    @Test
    void aSourceThatFloodsIsSlowedDown() {
        try (TestServer slow = TestServer.start("--post-rate", "1", "--workers", "1")) {
            List<Integer> statuses = IntStream.range(0, 30)
                    .mapToObj(i -> slow.offer("/whip/flood?name=p" + i, PUBLISH).statusCode()).toList();

            assertEquals(Set.of(201, 429), new HashSet<>(statuses));
            assertEquals(201, statuses.getFirst());
            HttpResponse<String> last = Stream.generate(() -> slow.offer("/whip/flood?name=last", ""))
                    .filter(reply -> reply.statusCode() == 429).findFirst().orElseThrow();
            assertEquals("1", header(last, "Retry-After"));
        }
    }

    @Test
    void aSourceThatNeverConnectsDoesNotTakeAllPlaces() {
        try (TestServer patient = TestServer.start("--post-rate", "1000", "--workers", "1")) {
            List<HttpResponse<String>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> patient.offer("/whip/silent?name=p" + i, PUBLISH)).toList();
            assertTrue(answers.stream().allMatch(answer -> answer.statusCode() == 201));

            HttpResponse<String> refusal = patient.offer("/whip/silent?name=more", PUBLISH);
            assertEquals(429, refusal.statusCode());
            assertEquals("2", header(refusal, "Retry-After"));

            patient.send("DELETE", header(answers.getFirst(), "Location"), null);
            assertEquals(201, patient.offer("/whip/silent?name=more", PUBLISH).statusCode());
        }
    }

    @Test
    void aFullServerSaysWhenToComeBack() {
        try (TestServer small = TestServer.start("--max-sessions", "1", "--workers", "1")) {
            HttpResponse<String> first = small.offer("/whip/full", PUBLISH);
            HttpResponse<String> refusal = small.offer("/whip/full?name=second", PUBLISH);

            assertEquals(503, refusal.statusCode());
            assertFalse(header(refusal, "Retry-After").isEmpty());
            small.send("DELETE", header(first, "Location"), null);
            assertEquals(201, small.offer("/whip/full?name=second", PUBLISH).statusCode());
        }
    }

    @Test
    void healthAnswersEverybody() {
        HttpResponse<String> health = server.get("/health");

        assertEquals(200, health.statusCode());
        assertTrue(health.body().contains("\"status\" : \"up\""), health.body());
        assertEquals(200, server.send("HEAD", "/health", null).statusCode());
    }

    @Test
    void metricsTellWhatTheWorkersDo() {
        server.offer("/whip/measured?name=cam", PUBLISH);

        String metrics = server.get("/metrics").body();

        assertTrue(metrics.lines().anyMatch(line -> line.startsWith("sluice_rooms{worker=\"0\"}")), metrics);
        assertTrue(metrics.contains("sluice_packets_dropped_total{reason=\"unvalidated_address\",worker=\"0\"}"),
                metrics);
        assertTrue(metrics.contains("sluice_udp_received_total"), metrics);
        assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
        double sessions = metrics.lines().filter(line -> line.startsWith("sluice_sessions{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ')))).sum();
        assertTrue(sessions >= 1, metrics);
    }

    @Test
    void theRoomsCanBeSeenButNotSessionsTakenFromThere() {
        String session = header(server.offer("/whip/seen?name=cam", PUBLISH), "Location");

        HttpResponse<String> rooms = server.get("/api/rooms");

        assertEquals(200, rooms.statusCode());
        assertTrue(rooms.body().contains("\"seen\""), rooms.body());
        assertFalse(rooms.body().contains(session.substring("/session/".length())));
    }

    @Test
    void theStateIsForThisMachineUnlessTheOperatorOpensIt() throws IOException {
        assertEquals(403, server.send("GET", "/metrics", null, "X-Forwarded-For", "192.0.2.1").statusCode());
        assertEquals(403, server.send("GET", "/api/rooms", null, "Forwarded", "for=192.0.2.1").statusCode());
        assertTrue(raw("GET /api/rooms HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 403"));

        try (TestServer open = TestServer.start("--admin", "anyone", "--workers", "1")) {
            assertEquals(200, open.send("GET", "/metrics", null, "X-Forwarded-For", "192.0.2.1").statusCode());
        }
        try (TestServer shut = TestServer.start("--admin", "off", "--workers", "1")) {
            assertEquals(403, shut.get("/metrics").statusCode());
            assertEquals(403, shut.get("/api/rooms").statusCode());
            assertEquals(200, shut.get("/health").statusCode());
        }
    }

    @Test
    void thePageIsRevalidatedAndItsHashedFilesAreKept() {
        HttpResponse<String> page = server.get("/");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
        assertEquals("no-cache", header(page, "Cache-Control"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertEquals(304, server.send("GET", "/", null, "If-None-Match", header(page, "ETag")).statusCode());
        assertEquals("", server.send("HEAD", "/index.html", null).body());
        assertEquals("gzip", header(server.send("GET", "/", null, "Accept-Encoding", "gzip"), "Content-Encoding"));

        HttpResponse<String> script = server.get("/assets/page-0123.js");
        assertEquals("text/javascript; charset=utf-8", header(script, "Content-Type"));
        assertEquals("public, max-age=31536000, immutable", header(script, "Cache-Control"));
        assertEquals(405, server.send("POST", "/", "").statusCode());
    }

    @Test
    void pagesOfAnyOriginMayImportTheClientLibraryAndNothingElse() {
        assertEquals("*", header(server.get("/sluice-client.js"), "Access-Control-Allow-Origin"));
        assertTrue(server.get("/").headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/../pom.xml", "/%2e%2e/logback.xml", "/assets/../../logback.xml",
        "/assets/..%2f..%2flogback.xml", "/assets/"})
    void whatIsNotThereIsMissingWithAHint(String path) throws IOException {
        String reply = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertTrue(reply.startsWith("HTTP/1.1 404"), reply);
        assertTrue(reply.contains("POST /whip/{room}"), reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "NONSENSE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /whip/r HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: -5\r\n\r\n",
        "POST /whip/r HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /whip/r HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"})
    void brokenHttpIsRefusedOrCutOff(String request) throws IOException {
        String reply = raw(request);

        assertTrue(reply.isEmpty() || reply.matches("(?s)HTTP/\\d\\.\\d (4\\d\\d|501) .*"), reply);
        assertEquals(200, server.get("/health").statusCode());
    }

    @Test
    void aHeadOfEndlessLinesIsCutOff() throws IOException {
        String reply = raw("GET / HTTP/1.1\r\nHost: localhost\r\n"
                + "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(1000) + "\r\n");

        assertTrue(reply.startsWith("HTTP/1.1 431") || reply.startsWith("HTTP/1.1 400") || reply.isEmpty(), reply);
    }

    @Test
    void sessionUrlsAreDifferent() {
        Set<String> urls = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            urls.add(header(server.offer("/whip/urls?name=p" + i, PUBLISH), "Location"));
        }

        assertEquals(20, urls.size());
        assertNotEquals(Set.of(""), urls);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.httpPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            try (InputStream reply = socket.getInputStream()) {
                return new String(reply.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (SocketException _) {
            return "";                          // reset: cut off
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError(
                name + " is missing: " + response.statusCode() + " " + response.headers() + response.body()));
    }

    private static String attribute(String sdp, String name) {
        return sdp.lines().filter(line -> line.startsWith("a=" + name + ":")).findFirst().orElseThrow()
                .substring(name.length() + 3);
    }

    private static String fragment(String ufrag, String password) {
        return "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + password + "\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
                + "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag " + ufrag
                + " network-id 1\r\n"
                + "a=end-of-candidates\r\n";
    }
}
