package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class CodecsTest {
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir", "transport-cc");
    private static final Map<String, String> H264 = Map.of("level-asymmetry-allowed", "1", "packetization-mode", "1",
            "profile-level-id", "42e01f");
    private static final List<RtpCodec> SERVER = List.of(RtpCodec.video(96, "VP8").withFeedback(FEEDBACK),
            RtpCodec.video(98, "H264").withParameters(H264).withFeedback(FEEDBACK), RtpCodec.rtx(97, 96, 90000));

    private static List<RtpCodec> video(String file) {
        return Vectors.browser(file).media().stream().filter(section -> section.kind().equals("video")).findFirst()
                .orElseThrow().codecs();
    }

    @Test
    void readsAllThatChromiumSaysAboutACodec() {
        RtpCodec codec = video("chromium-simulcast-rid3-offer").stream().filter(one -> one.payloadType() == 102)
                .findFirst().orElseThrow();

        assertEquals(new RtpCodec(102, "H264", 90000, 1,
                Map.of("level-asymmetry-allowed", "1", "packetization-mode", "1", "profile-level-id", "42001f"),
                List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli")), codec);
    }

    @Test
    void keepsTheOrderOfTheFormats() {
        assertEquals(List.of(120, 124, 121, 125, 99, 100, 123, 122, 119),
                video("firefox-simulcast-rid3-offer").stream().map(RtpCodec::payloadType).toList());
    }

    @Test
    void parametersWithoutEqualsSignAndFeedbackForAllAreRead() {
        MediaDescription audio = section("m=audio 9 RTP/AVP 97 8", "a=rtpmap:97 telephone-event/8000",
                "a=fmtp:97 0-15;x=1", "a=rtcp-fb:* nack", "a=rtcp-fb:97 nack pli", "a=rtcp-fb:97 nack");

        assertEquals(List.of(
                new RtpCodec(97, "telephone-event", 8000, 1, Map.of("0-15", "", "x", "1"), List.of("nack", "nack pli")),
                new RtpCodec(8, "PCMA", 8000, 1, Map.of(), List.of("nack"))), audio.codecs());
        assertEquals("fmtp:97 0-15;x=1", audio.codecs().getFirst().attributes().getLast().toString());
    }

    @Test
    void aFormatWithoutMeaningIsLeftOut() {
        assertEquals(List.of(), section("m=audio 9 RTP/AVP 111 77", "a=rtpmap:112 opus/48000/2").codecs());
    }

    @Test
    void retransmissionsNameTheirOriginal() {
        assertEquals(96, RtpCodec.rtx(97, 96, 90000).apt());
        assertTrue(RtpCodec.rtx(97, 96, 90000).isRtx());
        assertEquals(-1, RtpCodec.video(97, "rtx").apt());
        assertEquals(-1, RtpCodec.video(97, "rtx").withParameter("apt", "128").apt());
        assertEquals(-1, RtpCodec.video(97, "rtx").withParameter("apt", "-1").apt());
    }

    @Test
    void namesMatchInAnyCaseAndClockAndChannelsMustAgree() {
        RtpCodec opus = new RtpCodec(111, "opus", 48000, 2, Map.of("useinbandfec", "1"), List.of());

        assertTrue(opus.matches(new RtpCodec(109, "OPUS", 48000, 2, Map.of(), List.of("nack"))));
        assertFalse(opus.matches(new RtpCodec(111, "opus", 48000, 1, Map.of(), List.of())));
        assertFalse(opus.matches(new RtpCodec(111, "opus", 8000, 2, Map.of(), List.of())));
    }

    @Test
    void vp9AndAv1MatchByProfile() {
        RtpCodec vp9 = RtpCodec.video(98, "VP9");
        assertTrue(vp9.matches(vp9.withParameter("profile-id", "0")));
        assertFalse(vp9.matches(vp9.withParameter("profile-id", "2")));

        RtpCodec av1 = RtpCodec.video(45, "AV1").withParameter("profile", "0").withParameter("level-idx", "5");
        assertTrue(av1.matches(RtpCodec.video(99, "AV1")));
        assertTrue(av1.matches(av1.withParameter("level-idx", "8")));
        assertFalse(av1.matches(av1.withParameter("profile", "1")));
    }

    @Test
    void answersChromiumWithWhatBothHave() {
        List<RtpCodec> common = Codecs.common(video("chromium-sendrecv-av-offer"), SERVER);

        assertEquals(List.of("96 VP8", "97 rtx", "108 H264", "109 rtx"), names(common));
        assertEquals(List.of("transport-cc", "ccm fir", "nack", "nack pli"), common.getFirst().feedback());
        assertEquals(H264, common.get(2).parameters());
        assertEquals(96, common.get(1).apt());
    }

    @Test
    void answersFirefoxWithWhatBothHave() {
        assertEquals(List.of("120 VP8", "124 rtx"), names(Codecs.common(video("firefox-sendrecv-av-offer"), SERVER)));
    }

    @Test
    void leavesRetransmissionsOutWhenWeDoNotSupportThem() {
        assertEquals(List.of("96 VP8"),
                names(Codecs.common(video("chromium-sendrecv-av-offer"), SERVER.subList(0, 1))));
    }

    @Test
    void redKeepsThePayloadTypesOfTheOffer() {
        List<RtpCodec> offered = section("m=audio 9 RTP/AVP 111 63", "a=rtpmap:111 opus/48000/2",
                "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111").codecs();
        List<RtpCodec> own = List.of(new RtpCodec(100, "opus", 48000, 2, Map.of("useinbandfec", "1"), List.of()),
                new RtpCodec(101, "red", 48000, 2, Map.of("100/100", ""), List.of()));

        List<RtpCodec> common = Codecs.common(offered, own);

        assertEquals(Map.of("useinbandfec", "1"), common.get(0).parameters());
        assertEquals(Map.of("111/111", ""), common.get(1).parameters());
    }

    @Test
    void nothingInCommonIsAnEmptyList() {
        assertEquals(List.of(), Codecs.common(video("firefox-sendrecv-av-offer"), List.of(RtpCodec.video(96, "H265"))));
    }

    @Test
    void aPayloadTypeHasSevenBits() {
        assertThrows(IllegalArgumentException.class, () -> RtpCodec.video(128, "VP8"));
    }

    private static List<String> names(List<RtpCodec> codecs) {
        return codecs.stream().map(codec -> codec.payloadType() + " " + codec.name()).toList();
    }

    private static MediaDescription section(String... lines) {
        return SessionDescription
                .parse("v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\n" + String.join("\n", lines) + "\n").media()
                .getFirst();
    }
}
