package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.WebRtcPolicy;
import dev.sluice.testkit.LinkProfile;

/// Answers to what Chromium and Firefox really offered, and to the examples of RFC 9429.
class BrowserOffersTest {
    static Stream<Path> offers() throws IOException, URISyntaxException {
        Path vectors = Path.of(BrowserOffersTest.class.getResource("/vectors").toURI());
        try (Stream<Path> files = Files.walk(vectors)) {
            return files.filter(file -> file.getFileName().toString().contains("offer"))
                    .sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("offers")
    void areAnsweredSectionBySection(Path file) throws IOException {
        String offered = Files.readString(file);
        SessionDescription offer = SessionDescription.parse(offered);
        try (TwoPeers peers = new TwoPeers(1, LinkProfile.IDEAL)) {
            peers.callee.setRemoteDescription(RtcSessionDescription.offer(offered)).join();
            peers.callee.transceivers()
                    .forEach(transceiver -> transceiver.direction(Direction.SENDRECV));
            peers.callee.setLocalDescription().join();

            SessionDescription answer = SessionDescription.parse(peers.callee.localDescription().orElseThrow().sdp());
            WebRtcPolicy.strict().check(answer);
            assertEquals(offer.media().size(), answer.media().size());
            for (int i = 0; i < offer.media().size(); i++) {
                checkSection(offer, offer.media().get(i), answer, answer.media().get(i));
            }
        }
    }

    private static void checkSection(SessionDescription offer, MediaDescription offered, SessionDescription answer,
            MediaDescription answered) {
        boolean media = offered.kind().equals("audio") || offered.kind().equals("video");
        assertEquals(offered.kind(), answered.kind());
        assertEquals(offered.mid(), answered.mid());
        assertEquals(offered.isRejected() || !media, answered.isRejected());
        if (!answered.isRejected()) {
            assertEquals(Setup.ACTIVE, answer.transport(answered).setup());
            assertTrue(answered.rtcpMux());
            assertEquals(answer.direction(answered),
                    answer.direction(answered).within(offer.direction(offered).reversed()));
            checkCodecs(offered.codecs(), answered.codecs());
            assertTrue(offered.extmaps().stream().map(one -> one.id() + one.uri()).toList()
                    .containsAll(answered.extmaps().stream().map(one -> one.id() + one.uri()).toList()));
        }
    }

    private static void checkCodecs(List<RtpCodec> offered, List<RtpCodec> answered) {
        assertFalse(answered.isEmpty());
        for (RtpCodec codec : answered) {
            RtpCodec original = offered.stream().filter(one -> one.payloadType() == codec.payloadType()).findFirst()
                    .orElseThrow();
            assertTrue(codec.isRtx() ? original.apt() == codec.apt() : original.matches(codec),
                    () -> original + " answered as " + codec);
        }
    }
}
