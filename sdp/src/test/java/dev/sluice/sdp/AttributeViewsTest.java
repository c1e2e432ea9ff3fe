package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.sdp.Simulcast.Alternative;

/// The typed views, on what browsers and the RFCs write.
class AttributeViewsTest {
    @Test
    void aSimulcastOfferOfFirefox() {
        SessionDescription offer = Vectors.browser("firefox-simulcast-rid3-offer");
        MediaDescription video = offer.media().getFirst();

        assertEquals("0", video.mid());
        assertEquals(Direction.SENDONLY, offer.direction(video));
        assertEquals(new Msid("-", "{d5630cfd-1769-49f9-a606-62fe2f6c5e8e}"), video.msid().orElseThrow());
        assertEquals(List.of("q send", "h send", "f send"), video.rids().stream().map(Rid::toString).toList());
        assertEquals(List.of("q", "h", "f"), video.simulcast().orElseThrow().rids(StreamDirection.SEND));
        assertEquals(6, video.ssrcs().size());
        assertEquals(new SsrcAttributes(2005958967L, "{d5dcce18-72c1-4307-98b9-3db1e10974bc}", "", List.of()),
                video.ssrcs().getFirst());
        assertEquals(new SsrcGroup("FID", List.of(2125187022L, 4262061761L)), video.ssrcGroups().getLast());
        assertEquals(8, video.candidates().size());
        assertTrue(video.endOfCandidates());
        assertTrue(offer.extmapAllowMixed(video));
        assertEquals(new ExtMap(6, Direction.RECVONLY,
                "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay", ""), video.extmaps().get(3));
    }

    @Test
    void theFingerprintOfFirefoxStandsInTheSession() {
        SessionDescription offer = Vectors.browser("firefox-sendrecv-av-offer");

        TransportParameters transport = offer.transport(offer.media().get(1));

        assertEquals("2fbefc5e", transport.iceUfrag());
        assertEquals("b250125df8ff37ae6978a713cc67d9a9", transport.icePwd());
        assertFalse(transport.iceLite());
        assertEquals(Setup.ACTPASS, transport.setup());
        assertEquals(List.of(new Fingerprint("sha-256",
                "06:35:2B:9B:26:69:1D:41:08:3A:B4:ED:38:F4:F8:54:18:ED:61:00:C8:4E:DF:7D:1E:AA:35:63:C7:FE:6C:F8")),
                transport.fingerprints());
    }

    @Test
    void aBundleOnlySectionIsNotRejectedAndHasTheTransportOfTheFirst() {
        SessionDescription offer = Vectors.rfc9429("offer-C1");
        MediaDescription video = offer.media("v1").orElseThrow();

        assertEquals(0, video.port());
        assertFalse(video.isRejected());
        assertEquals(offer.transport(offer.media().getFirst()), offer.transport(video));
        assertEquals("4ZcD", offer.transport(video).iceUfrag());
        assertTrue(offer.rtcpMux(video));
        assertFalse(video.rtcpMux());
        assertEquals(List.of(List.of("a1", "v1")), offer.bundleGroups());
        assertEquals(List.of("a1", "v1"), offer.bundleOf(video));
        assertEquals(List.of("trickle", "ice2"), offer.iceOptions(video));
    }

    @Test
    void aStoppedSectionIsRejected() {
        assertTrue(Vectors.browser("firefox-stopped-mline-offer").media().getFirst().isRejected());
        assertTrue(Vectors.browser("chromium-stopped-mline-offer").media().getFirst().isRejected());
        assertEquals(List.of(List.of("1")), Vectors.browser("chromium-stopped-mline-offer").bundleGroups());
    }

    @Test
    void dataChannelsHaveAPortAndASize() {
        MediaDescription chromium = Vectors.browser("chromium-datachannel-offer").media().getFirst();
        MediaDescription firefox = Vectors.browser("firefox-datachannel-offer").media().getFirst();

        assertTrue(chromium.isDataChannel());
        assertEquals(OptionalInt.of(5000), chromium.sctpPort());
        assertEquals(OptionalLong.of(262144), chromium.maxMessageSize());
        assertEquals(OptionalLong.of(1073741823), firefox.maxMessageSize());
        assertEquals(List.of(), firefox.codecs());
    }

    @Test
    void msidAndUnknownAttributesOfAnSsrcAreKept() {
        MediaDescription section = section("a=ssrc:5 cname:c", "a=ssrc:6 cname:d", "a=ssrc:5 msid:s t",
                "a=ssrc:5 label:x", "a=ssrc:5 flag");

        assertEquals(List.of(
                new SsrcAttributes(5, "c", "s t", List.of(new Attribute("label", "x"), new Attribute("flag", null))),
                new SsrcAttributes(6, "d", "", List.of())), section.ssrcs());
    }

    @Test
    void simulcastKnowsAlternativesAndPausedStreams() {
        Simulcast simulcast = Simulcast.parse("send 1,~4;2;~3 recv c");

        assertEquals(List.of(List.of(new Alternative("1", false), new Alternative("4", true)),
                List.of(new Alternative("2", false)), List.of(new Alternative("3", true))), simulcast.send());
        assertEquals(List.of("c"), simulcast.rids(StreamDirection.RECV));
        assertEquals("send 1,~4;2;~3 recv c", simulcast.toString());
        assertEquals("recv a;b", Simulcast.of(StreamDirection.RECV, List.of("a", "b")).toString());
        assertEquals(new Simulcast(List.of(), List.of(List.of(new Alternative("x", false)))),
                Simulcast.parse("recv x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "send", "a;b", "send a;b recv", "send a send b", "send ;", "send a;", "send a,,b",
        "send ~", "send a b", "send a/b", "both a"})
    void malformedSimulcastIsRefused(String value) {
        assertThrows(SdpParseException.class, () -> Simulcast.parse(value));
    }

    @Test
    void ridsHaveRestrictions() {
        Rid rid = Rid.parse("5 send pt=99,102;max-width=1280;max-fps=30;depend=1;unknown");

        assertEquals(List.of(99, 102), rid.payloadTypes());
        assertEquals(Map.of("max-width", "1280", "max-fps", "30", "depend", "1", "unknown", ""), rid.restrictions());
        assertEquals("5 send pt=99,102;max-width=1280;max-fps=30;depend=1;unknown", rid.toString());
        assertEquals("a recv", new Rid("a", StreamDirection.RECV).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a both", "a:b send", "a send pt=128", "a send pt=x"})
    void malformedRidsAreRefused(String value) {
        assertThrows(SdpParseException.class, () -> Rid.parse(value));
    }

    @Test
    void headerExtensionsHaveDirectionsAndAttributes() {
        assertEquals(new ExtMap(4, Direction.RECVONLY, "http://example.com/e#a", "short 1"),
                ExtMap.parse("4/recvonly http://example.com/e#a short 1"));
        assertEquals(new ExtMap(4096, null, "urn:x", ""), ExtMap.parse("4096 urn:x"));
        assertEquals("255/inactive urn:x a b", ExtMap.parse("255/inactive urn:x a b").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 urn:x", "256 urn:x", "4095 urn:x", "4352 urn:x", "1", "1/up urn:x", "x urn:x"})
    void malformedHeaderExtensionsAreRefused(String value) {
        assertThrows(SdpParseException.class, () -> ExtMap.parse(value));
    }

    @Test
    void fingerprintsCompareInAnyCase() {
        assertEquals(Fingerprint.parse("SHA-1 ab" + ":cd".repeat(19)),
                new Fingerprint("sha-1", "AB" + ":CD".repeat(19)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha-256", "sha-1 AB", "sha-9 A", "sha-9 AB:", "sha-9 ABCD", "sha-9 AG", "sha-9 AB-CD",
        "sha-9 AB CD", "sha-9 ４2"})
    void malformedFingerprintsAreRefused(String value) {
        assertThrows(SdpParseException.class, () -> Fingerprint.parse(value));
    }

    @Test
    void directionsReverseAndNarrow() {
        assertEquals(Direction.RECVONLY, Direction.SENDONLY.reversed());
        assertEquals(Direction.SENDRECV, Direction.SENDRECV.reversed());
        assertEquals(Direction.INACTIVE, Direction.SENDONLY.within(Direction.RECVONLY));
        assertEquals(Direction.SENDONLY, Direction.SENDRECV.within(Direction.SENDONLY));
    }

    @Test
    void aDirectionIsAFlagAndNotAValue() {
        assertEquals(Direction.SENDRECV, section("a=sendonly:x").direction());
        assertEquals(Direction.INACTIVE, section("a=sendonly:x", "a=inactive").direction());
    }

    @Test
    void nobodyCanSmuggleALineIntoWhatWeWrite() {
        assertThrows(IllegalArgumentException.class, () -> new Attribute("x", "y\r\na=z"));
        assertThrows(IllegalArgumentException.class, () -> new Attribute("x\n", null));
        assertThrows(IllegalArgumentException.class, () -> new Attribute("x", "\0"));
        assertThrows(IllegalArgumentException.class, () -> new Msid("two words", "t"));
        assertThrows(IllegalArgumentException.class, () -> new Msid("", "t"));
        assertThrows(IllegalArgumentException.class, () -> new Msid("s", "two words"));
    }

    private static MediaDescription section(String... lines) {
        return SessionDescription.parse("v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\nm=video 9 RTP/AVP 96\n"
                + String.join("\n", lines) + "\n").media().getFirst();
    }
}
