package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.SsrcAttributes;
import dev.sluice.sdp.TransportParameters;

class NegotiationTest {
    private final Scene scene = new Scene(7);

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void takesSoundAndPictureOfABrowser(String browser) {
        SessionDescription answer = publish("a", offer(browser + "-sendrecv-av"));

        MediaDescription audio = answer.media().get(0);
        MediaDescription video = answer.media().get(1);
        assertEquals(List.of("opus"), names(audio));
        assertEquals(List.of("VP8", "rtx"), names(video));
        assertEquals(List.of("RECVONLY", "RECVONLY"), List.of(audio.direction().name(), video.direction().name()));
        assertEquals(List.of("transport-cc", "ccm fir", "nack", "nack pli"),
                List.of("transport-cc", "ccm fir", "nack", "nack pli").stream()
                        .filter(video.codecs().getFirst().feedback()::contains).toList());
        assertFalse(video.codecs().getFirst().feedback().contains("goog-remb"));
        assertEquals(List.of(audio.mid(), video.mid()), answer.bundleGroups().getFirst());
        assertTrue(audio.rtcpMux() && video.rtcpMux());
    }

    @Test
    void answersAsAnIceLiteServerWithAllItsAddresses() {
        SessionDescription answer = publish("a", offer("chromium-sendrecv-av"));

        MediaDescription first = answer.media().getFirst();
        TransportParameters transport = answer.transport(first);
        assertTrue(transport.iceLite());
        assertEquals(Setup.PASSIVE, transport.setup());
        assertEquals(WorkerHost.CERTIFICATE.fingerprint().value(), transport.fingerprints().getFirst().value());
        assertTrue(first.endOfCandidates());
        Candidate candidate = first.candidates().getFirst();
        assertEquals(Scene.SERVER, candidate.address());
        assertEquals(10_000, candidate.port());
        assertEquals("host", candidate.type());
    }

    @Test
    void theUsernameTellsWhichWorkerIsMeant() {
        try (Scene other = new Scene(8, config -> Scene.withWorker(config, 0xa7))) {
            ScriptedPeer peer = other.peer();
            JoinResult result = other.server.publish("room", "cam",
                    peer.offer(Sections.audio("0", Direction.SENDONLY, 1)));

            assertTrue(((JoinResult.Joined) result).iceUsername().startsWith("a7"));
            peer.accept(result);
            byte[] check = peer.check();
            assertEquals(0xa7, MediaWorker.ownerOf(check, 0, check.length));
            for (int length = 0; length < check.length; length++) {
                assertEquals(-1, MediaWorker.ownerOf(check, 0, length));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void takesSeveralSectionsOfEachKindUpToItsLimit(String browser) {
        SessionDescription offer = SessionDescription
                .parse(offer(browser + "-max-bundle-8video").replace("a=recvonly", "a=sendonly"));
        SessionDescription answer = publish("a", offer.toString());

        assertEquals(offer.media().size(), answer.media().size());
        assertEquals(9, answer.media().stream().filter(section -> !section.isRejected()).count());
        try (Scene small = new Scene(9, config -> Scene.withTracks(config, 3))) {
            JoinResult result = small.server.publish("a", "cam", offer.toString());
            SessionDescription fewer = SessionDescription.parse(((JoinResult.Joined) result).answer());
            assertEquals(3, fewer.media().stream().filter(section -> !section.isRejected()).count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void answersSimulcastWithASingleLayer(String browser) {
        SessionDescription answer = publish("a", offer(browser + "-simulcast-rid3"));

        MediaDescription video = answer.media().stream().filter(section -> section.kind().equals("video")).findFirst()
                .orElseThrow();
        assertFalse(video.isRejected());
        assertTrue(video.simulcast().isEmpty());
        assertTrue(video.rids().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-stopped-mline", "firefox-stopped-mline", "chromium-svc-l3t3-key",
        "firefox-svc-l3t3-key"})
    void answersWhateverElseBrowsersOffer(String name) {
        SessionDescription offer = SessionDescription.parse(offer(name));
        SessionDescription answer = publish("a", offer.toString());

        for (int i = 0; i < offer.media().size(); i++) {
            assertEquals(offer.media().get(i).mid(), answer.media().get(i).mid());
            assertTrue(!offer.media().get(i).isRejected() || answer.media().get(i).isRejected());
        }
    }

    @Test
    void rejectsDataChannelsAndTakesTheRest() {
        SessionDescription answer = publish("a", offer("firefox-sendrecv-av"));

        assertEquals("application", answer.media().get(2).kind());
        assertTrue(answer.media().get(2).isRejected());
        assertFalse(answer.media().get(1).isRejected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void tellsAPlayerWhatItWillReceive(String browser) {
        publish("a", offer("chromium-sendrecv-av"));
        SessionDescription answer = play("a", offer(browser + "-recvonly-av"));

        assertEquals(2, answer.media().size());
        for (MediaDescription section : answer.media()) {
            assertEquals(Direction.SENDONLY, section.direction());
            assertFalse(section.isRejected());
            assertFalse(section.codecs().getFirst().feedback().contains("transport-cc"));
        }
        MediaDescription video = answer.media().get(1);
        assertEquals(List.of("VP8", "rtx"), names(video));
        assertEquals(2, video.ssrcs().size());
        assertEquals("FID", video.ssrcGroups().getFirst().semantics());
        String stream = video.msid().orElseThrow().streamId();
        assertEquals(stream, answer.media().getFirst().msid().orElseThrow().streamId());
        assertEquals(video.ssrcs().getFirst().cname(), answer.media().getFirst().ssrcs().getFirst().cname());
    }

    @Test
    void givesEachPlayerSsrcsOfItsOwn() {
        publish("a", offer("chromium-sendrecv-av"));
        List<Long> first = ssrcs(play("a", offer("chromium-recvonly-av")));
        List<Long> second = ssrcs(play("a", offer("chromium-recvonly-av")));

        assertEquals(3, first.stream().distinct().count());
        first.forEach(ssrc -> assertFalse(second.contains(ssrc)));
    }

    @Test
    void prefersTheH264ThatEverybodyPlays() {
        RtpCodec baseline = h264(102, "42001f", "1");
        RtpCodec constrained = h264(108, "42e01f", "1");
        RtpCodec high = h264(110, "64001f", "1");
        ScriptedPeer publisher = scene.peer();
        JoinResult joined = scene.server.publish("a", "cam", publisher.offer(
                Sections.video("0", Direction.SENDONLY,
                        List.of(baseline, RtpCodec.rtx(103, 102, 90000), constrained, RtpCodec.rtx(109, 108, 90000)), 1,
                        2)));
        assertEquals(List.of(108, 109), payloadTypes(((JoinResult.Joined) joined).answer()));

        ScriptedPeer player = scene.peer();
        JoinResult played = scene.server.play("a", "cam",
                player.offer(Sections.video("0", Direction.RECVONLY,
                        List.of(h264(96, "42e01f", "0"), high, RtpCodec.rtx(111, 110, 90000)), 0, 0)));
        assertEquals(List.of(110, 111), payloadTypes(((JoinResult.Joined) played).answer()));
    }

    @Test
    void rejectsTheSectionWhoseCodecThePlayerLacksAndPlaysTheRest() {
        publish("a", offer("chromium-sendrecv-av"));
        ScriptedPeer player = scene.peer();
        JoinResult result = scene.server.play("a", null, player.offer(Sections.audio("0", Direction.RECVONLY, 0),
                Sections.video("1", Direction.RECVONLY, List.of(RtpCodec.video(96, "AV1")), 0, 0)));

        SessionDescription answer = SessionDescription.parse(((JoinResult.Joined) result).answer());
        assertFalse(answer.media().get(0).isRejected());
        assertTrue(answer.media().get(1).isRejected());
    }

    @Test
    void refusesWhatCannotBe() {
        String audio = scene.peer().offer(Sections.audio("0", Direction.SENDONLY, 1));
        String recvonly = scene.peer().offer(Sections.audio("0", Direction.RECVONLY, 0));
        assertRefused(Refusal.NO_SUCH_PUBLISHER, scene.server.play("a", "cam", recvonly));
        assertRefused(Refusal.NO_SUCH_PUBLISHER, scene.server.play("a", null, recvonly));
        assertRefused(Refusal.MALFORMED_OFFER, scene.server.publish("a", "cam", "nonsense"));
        assertRefused(Refusal.UNACCEPTABLE_OFFER, scene.server.publish("a", "cam", recvonly));
        assertRefused(Refusal.UNACCEPTABLE_OFFER, scene.server.publish("a", "cam", offer("chromium-datachannel")));
        assertRefused(Refusal.UNACCEPTABLE_OFFER,
                scene.server.publish("a", "cam", audio.replaceAll("a=fingerprint.*\r\n", "")));
        assertRefused(Refusal.UNACCEPTABLE_OFFER,
                scene.server.publish("a", "cam", audio.replaceAll("a=rtcp-mux\r\n", "")));
        assertRefused(Refusal.UNACCEPTABLE_OFFER,
                scene.server.publish("a", "cam", audio.replace("m=audio", "a=ice-lite\r\nm=audio")));
        assertRefused(Refusal.NO_COMMON_CODEC, scene.server.publish("a", "cam", audio.replace("opus", "speex")));
        assertEquals(0, scene.server.snapshot().sessions());

        publish("a", audio);
        assertRefused(Refusal.NAME_TAKEN, scene.server.publish("a", "cam", audio));
        assertRefused(Refusal.NO_SUCH_PUBLISHER, scene.server.play("a", "screen", recvonly));
        assertRefused(Refusal.UNACCEPTABLE_OFFER, scene.server.play("a", "cam", audio));
        assertRefused(Refusal.NO_COMMON_CODEC, scene.server.play("a", "cam", recvonly.replace("opus", "speex")));
        assertInstanceOf(JoinResult.Joined.class, scene.server.publish("a", "screen", audio));
        assertRefused(Refusal.SEVERAL_PUBLISHERS, scene.server.play("a", null, recvonly));
        assertInstanceOf(JoinResult.Joined.class, scene.server.play("a", "screen", recvonly));
    }

    @Test
    void takesNoMoreThanItsLimits() {
        try (Scene small = new Scene(9, Scene::tiny)) {
            String audio = small.peer().offer(Sections.audio("0", Direction.SENDONLY, 1));
            String recvonly = small.peer().offer(Sections.audio("0", Direction.RECVONLY, 0));
            assertInstanceOf(JoinResult.Joined.class, small.server.publish("a", "cam", audio));
            assertInstanceOf(JoinResult.Joined.class, small.server.play("a", "cam", recvonly));
            assertRefused(Refusal.ROOM_FULL, small.server.play("a", "cam", recvonly));
            JoinResult third = small.server.publish("b", "cam", audio);
            assertInstanceOf(JoinResult.Joined.class, third);
            assertRefused(Refusal.BUSY, small.server.publish("c", "cam", audio));
            assertRefused(Refusal.BUSY, small.server.play("b", "cam", recvonly));
            assertTrue(small.server.close(((JoinResult.Joined) third).session()));
            assertInstanceOf(JoinResult.Joined.class, small.server.publish("c", "cam", audio));
        }
    }

    @Test
    void tricklesCandidatesAndRefusesRestarts() {
        ScriptedPeer peer = scene.peer();
        peer.accept(scene.server.publish("a", "cam", peer.offer(Sections.audio("0", Direction.SENDONLY, 1))));
        MediaWorker worker = scene.server.worker();
        String candidate = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.7 9 typ host\r\n";

        assertEquals(TrickleResult.ACCEPTED, worker.trickle(peer.session(), peer.iceLines() + candidate, 0));
        assertEquals(TrickleResult.RESTART_REFUSED,
                worker.trickle(peer.session(),
                        "a=ice-ufrag:other\r\na=ice-pwd:otherotherotherotherother\r\n" + candidate, 0));
        assertEquals(TrickleResult.MALFORMED, worker.trickle(peer.session(), "candidate, please", 0));
        assertEquals(TrickleResult.NO_SUCH_SESSION, worker.trickle("nobody", candidate, 0));
    }

    private static String offer(String name) {
        return Resources.text("sdp/" + name + "-offer.sdp");
    }

    private SessionDescription publish(String room, String offer) {
        return answer(scene.server.publish(room, "cam", offer));
    }

    private SessionDescription play(String room, String offer) {
        return answer(scene.server.play(room, "cam", offer));
    }

    private static SessionDescription answer(JoinResult result) {
        return SessionDescription.parse(assertInstanceOf(JoinResult.Joined.class, result, result::toString).answer());
    }

    private static void assertRefused(Refusal reason, JoinResult result) {
        JoinResult.Refused refused = assertInstanceOf(JoinResult.Refused.class, result);
        assertEquals(reason, refused.reason(), refused.explanation());
    }

    private static List<String> names(MediaDescription section) {
        return section.codecs().stream().map(RtpCodec::name).toList();
    }

    private static List<Integer> payloadTypes(String answer) {
        return SessionDescription.parse(answer).media().getFirst().codecs().stream().map(RtpCodec::payloadType)
                .toList();
    }

    private static List<Long> ssrcs(SessionDescription answer) {
        return answer.media().stream().flatMap(section -> section.ssrcs().stream()).map(SsrcAttributes::ssrc).toList();
    }

    private static RtpCodec h264(int payloadType, String profile, String mode) {
        return RtpCodec.video(payloadType, "H264").withParameter("level-asymmetry-allowed", "1")
                .withParameter("packetization-mode", mode)
                .withParameter("profile-level-id", profile);
    }
}
