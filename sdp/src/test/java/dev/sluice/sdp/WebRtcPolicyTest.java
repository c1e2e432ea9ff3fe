package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WebRtcPolicyTest {
    private static final String OFFER = Vectors.text("sdp/browsers/chromium-sendrecv-av-offer.sdp");

    static List<Path> descriptions() {
        return Stream.concat(Vectors.browserFiles().stream(), Vectors.files("sdp/rfc9429", ".sdp").stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void whatBrowsersAndTheRfcSayIsAllowed(Path file) {
        SessionDescription session = SessionDescription.parse(Vectors.text(file));

        assertDoesNotThrow(() -> WebRtcPolicy.strict().check(session));
    }

    @Test
    void refusesSdesKeysForTheSessionToo() {
        assertRefused("SDES", OFFER.replace("a=extmap-allow-mixed\r\n", "a=crypto:1 AES inline:x\r\n"));
    }

    @Test
    void refusesPlainRtp() {
        assertRefused("section 1 (video): the profile",
                OFFER.replace("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP"));
        assertRefused("section 0 (audio): the profile",
                OFFER.replace("m=audio 9 UDP/TLS/RTP/SAVPF", "m=audio 9 RTP/AVPF"));
    }

    @Test
    void refusesBrokenAndWeakFingerprintsButAllowsFurtherOnes() {
        String strong = "a=fingerprint:sha-256 ";
        assertRefused("broken hash",
                OFFER.replace(strong, "a=fingerprint:md5 AA" + ":AA".repeat(15) + "\r\n" + strong));
        assertRefused("sha-256 is required",
                OFFER.replaceAll("a=fingerprint:.*", "a=fingerprint:sha-1 AA" + ":AA".repeat(19)));
        assertAllowed(OFFER.replace(strong, "a=fingerprint:sha-1 AA" + ":AA".repeat(19) + "\r\n" + strong));
        assertAllowed(OFFER.replaceAll("a=fingerprint:.*", "a=fingerprint:SHA-512 aa" + ":aa".repeat(63)));
        assertAllowed(OFFER.replace(strong, "a=fingerprint:sha3-256 AA:BB\r\n" + strong));
    }

    @Test
    void refusesSectionsOutsideOfOneBundle() {
        String groups = "a=group:BUNDLE 0 1 2\r\n";
        assertRefused("one BUNDLE group", OFFER.replace(groups, ""));
        assertRefused("one BUNDLE group", OFFER.replace(groups, "a=group:BUNDLE 0 1\r\n"));
        assertRefused("one BUNDLE group", OFFER.replace(groups, "a=group:BUNDLE 0\r\na=group:BUNDLE 1 2\r\n"));
        assertRefused("twice", OFFER.replace(groups, "a=group:BUNDLE 0 1 2\r\na=group:BUNDLE 0\r\n"));
        assertRefused("no section has", OFFER.replace(groups, "a=group:BUNDLE 0 1 2 3\r\n"));
    }

    @Test
    void refusesAnExtensionIdWithTwoMeaningsWithinTheBundle() {
        assertRefused("different header extensions", OFFER
                .replaceFirst("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid", "a=extmap:4 urn:example:other"));
    }

    @Test
    void aSingleSectionNeedsNoBundle() {
        String text = Vectors.text("sdp/browsers/chromium-simulcast-rid3-offer.sdp");

        assertAllowed(text.replace("a=group:BUNDLE 0\r\n", ""));
        assertAllowed(text.replace("a=group:BUNDLE 0\r\n", "").replace("a=mid:0\r\n", ""));
    }

    @Test
    void bundledSectionsInheritWhatTheFirstOneSays() {
        SessionDescription offer = Vectors.rfc9429("offer-C1");

        assertAllowed(offer.toString());
        assertRefused("section 0 (audio): ICE", offer.toString().replaceFirst("a=ice-ufrag:.*\r\n", ""));
    }

    @Test
    void theTransportMayStandInTheSessionAsEncodersWriteIt() {
        String offer = """
                v=0
                o=rtc 3767197920 0 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE 0 1
                a=group:LS 0 1
                a=msid-semantic:WMS *
                a=setup:actpass
                a=ice-ufrag:abcd
                a=ice-pwd:0123456789012345678901
                a=ice-options:ice2,trickle
                a=fingerprint:sha-256 %s
                m=audio 9 UDP/TLS/RTP/SAVPF 111
                c=IN IP4 0.0.0.0
                a=mid:0
                a=sendonly
                a=rtcp-mux
                a=rtpmap:111 opus/48000/2
                m=video 9 UDP/TLS/RTP/SAVPF 96
                c=IN IP4 0.0.0.0
                a=mid:1
                a=sendonly
                a=rtcp-mux
                a=rtpmap:96 H264/90000
                """.formatted(Views.PRINT.value());

        assertAllowed(offer);
        SessionDescription session = SessionDescription.parse(offer);
        assertEquals("abcd", session.transport(session.media().get(1)).iceUfrag());
        assertEquals(List.of(List.of("0", "1")), Views.answerEverything(session).bundleGroups());
    }

    @Test
    void aSectionThatIsRejectedAnywayIsNotJudged() {
        assertAllowed(Vectors.text("sdp/browsers/firefox-stopped-mline-offer.sdp"));
    }

    @Test
    void onlyTheStrictPolicyMindsCandidates() {
        String offer = OFFER.replace("a=ice-options:trickle\r\n",
                "a=candidate:9 1 udp 1 127.0.0.1 9 typ host\r\na=ice-options:trickle\r\n");
        SessionDescription session = SessionDescription.parse(offer);

        assertDoesNotThrow(() -> WebRtcPolicy.ignoringCandidates().check(session));
        assertThrows(SdpParseException.class, () -> WebRtcPolicy.strict().check(session));
    }

    @Test
    void anIdOf15NeedsTwoByteHeaders() {
        String offer = OFFER.replaceAll("a=extmap:4 ", "a=extmap:15 ");

        assertAllowed(offer);
        assertRefused("id 15", offer.replaceAll("a=extmap-allow-mixed\r\n", ""));
    }

    private static void assertAllowed(String text) {
        SessionDescription session = SessionDescription.parse(text);
        assertDoesNotThrow(() -> WebRtcPolicy.strict().check(session));
    }

    private static void assertRefused(String expected, String text) {
        SessionDescription session = SessionDescription.parse(text);
        String message = assertThrows(SdpParseException.class, () -> WebRtcPolicy.strict().check(session))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }
}
