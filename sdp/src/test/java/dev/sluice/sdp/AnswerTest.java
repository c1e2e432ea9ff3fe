package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTest {
    static List<Path> offers() {
        return Vectors.browserOffers();
    }

    @ParameterizedTest
    @MethodSource("offers")
    void acceptsAllOfEveryBrowserOfferByTheRules(Path file) {
        SessionDescription offer = SessionDescription.parse(Vectors.text(file));

        SessionDescription answer = reparsed(Views.answerEverything(offer));

        checkRules(offer, answer);
        assertEquals(offer.media().stream().filter(MediaDescription::isRejected).count(),
                answer.media().stream().filter(MediaDescription::isRejected).count());
    }

    @ParameterizedTest
    @MethodSource("offers")
    void rejectsAllOfEveryBrowserOfferByTheRules(Path file) {
        SessionDescription offer = SessionDescription.parse(Vectors.text(file));

        SessionDescription answer = reparsed(Answer.to(offer).build());

        checkRules(offer, answer);
        assertTrue(answer.media().stream().allMatch(MediaDescription::isRejected));
        assertEquals(List.of(), answer.bundleGroups());
    }

    @ParameterizedTest
    @MethodSource("offers")
    void acceptsOnlyTheLastSectionOfEveryBrowserOfferByTheRules(Path file) {
        SessionDescription offer = SessionDescription.parse(Vectors.text(file));
        int last = offer.media().size() - 1;
        MediaDescription section = offer.media().get(last);
        Answer answer = Answer.to(offer).transport(Views.SERVER);
        if (section.isDataChannel()) {
            answer.acceptData(last, 5000, 0);
        } else {
            answer.accept(last, inactive(section));
        }

        SessionDescription built = reparsed(answer.build());

        checkRules(offer, built);
        assertEquals(List.of(List.of(section.mid())), built.bundleGroups());
    }

    private static AcceptedMedia inactive(MediaDescription section) {
        return new AcceptedMedia(Direction.INACTIVE, List.of(section.codecs().getFirst()), List.of(), List.of(),
                List.of());
    }

    private static SessionDescription reparsed(SessionDescription answer) {
        SessionDescription parsed = SessionDescription.parse(answer.toString());
        assertEquals(answer, parsed);
        WebRtcPolicy.ignoringCandidates().check(parsed);
        return parsed;
    }

    /// What RFC 3264 and RFC 9429 demand of any answer to an offer.
    private static void checkRules(SessionDescription offer, SessionDescription answer) {
        assertEquals(offer.media().size(), answer.media().size());
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription offered = offer.media().get(i);
            MediaDescription answered = answer.media().get(i);
            checkEverySection(offered, answered);
            if (answered.isRejected()) {
                assertEquals(List.of(), answered.candidates());
            } else {
                checkAccepted(offer, offered, answer, answered, accepted.isEmpty());
                accepted.add(answered.mid());
            }
        }
        assertEquals(accepted.isEmpty() ? List.of() : List.of(accepted), answer.bundleGroups());
    }

    private static void checkEverySection(MediaDescription offered, MediaDescription answered) {
        assertEquals(offered.kind(), answered.kind());
        assertEquals(offered.protocol(), answered.protocol());
        assertEquals(offered.mid(), answered.mid());
        assertFalse(answered.formats().isEmpty());
        assertTrue(offered.formats().containsAll(answered.formats()));
        assertTrue(answered.isRejected() || !offered.isRejected(), "a rejected section came back");
        assertFalse(answered.has("bundle-only"));
    }

    private static void checkAccepted(SessionDescription offer, MediaDescription offered, SessionDescription answer,
            MediaDescription answered, boolean first) {
        TransportParameters transport = answer.transport(answered);
        assertEquals(Views.SERVER, transport);
        assertTrue(answer.has("ice-lite"));
        assertEquals(first ? candidates(answer) : List.of(), answered.candidates());
        Direction answeredDirection = answer.direction(answered);
        assertEquals(answeredDirection, answeredDirection.within(offer.direction(offered).reversed()));
        if (answered.isRtp()) {
            assertTrue(answered.rtcpMux());
            assertEquals(offered.rtcpReducedSize(), answered.rtcpReducedSize());
            assertTrue(offered.codecs().containsAll(answered.codecs()));
            checkExtmaps(offered.extmaps(), answered.extmaps());
            checkSimulcast(offered, answered);
        } else {
            assertEquals(5000, answered.sctpPort().orElseThrow());
        }
    }

    private static List<Candidate> candidates(SessionDescription answer) {
        return answer.media().stream().flatMap(section -> section.candidates().stream()).toList();
    }

    private static void checkExtmaps(List<ExtMap> offered, List<ExtMap> answered) {
        for (ExtMap extmap : answered) {
            Direction direction = extmap.direction() == null ? null : extmap.direction().reversed();
            assertTrue(offered.contains(extmap.withDirection(direction)), () -> extmap + " is not offered");
        }
    }

    private static void checkSimulcast(MediaDescription offered, MediaDescription answered) {
        List<String> received = answered.simulcast().map(simulcast -> simulcast.rids(StreamDirection.RECV))
                .orElse(List.of());
        assertEquals(answered.rids().stream().map(Rid::id).toList(), received);
        assertTrue(offered.simulcast().map(simulcast -> simulcast.rids(StreamDirection.SEND)).orElse(List.of())
                .containsAll(received));
        assertTrue(answered.rids().stream().allMatch(rid -> rid.direction() == StreamDirection.RECV));
    }

    @Test
    void theDefaultCandidateStandsInTheFirstAcceptedSectionOnly() {
        SessionDescription answer = Views.answerEverything(Vectors.browser("chromium-sendrecv-av-offer"));

        assertEquals(10000, answer.media().get(0).port());
        assertEquals(List.of(new Connection("IN", "IP4", "192.0.2.7")), answer.media().get(0).connections());
        assertTrue(answer.media().get(0).endOfCandidates());
        assertEquals(9, answer.media().get(1).port());
        assertEquals(List.of(Connection.NONE), answer.media().get(1).connections());
        assertFalse(answer.media().get(1).endOfCandidates());
    }

    @Test
    void rejectsDataChannelsPolitely() {
        SessionDescription offer = Vectors.browser("firefox-sendrecv-av-offer");
        SessionDescription answer = Answer.to(offer).transport(Views.SERVER)
                .accept(0, inactive(offer.media().get(0))).build();

        MediaDescription data = answer.media().get(2);
        assertTrue(data.isRejected());
        assertEquals("application 0 UDP/DTLS/SCTP webrtc-datachannel", data.toString());
        assertEquals("2", data.mid());
        assertEquals(List.of(List.of("0")), answer.bundleGroups());
    }

    @Test
    void answersSimulcastWithTheRidsItWillReceive() {
        SessionDescription offer = Vectors.browser("chromium-simulcast-rid3-offer");
        MediaDescription video = offer.media().getFirst();
        AcceptedMedia media = new AcceptedMedia(Direction.RECVONLY, video.codecs().subList(0, 2), video.extmaps(),
                List.of("q", "f"), List.of());

        MediaDescription answered = Answer.to(offer).transport(Views.SERVER).accept(0, media).build().media()
                .getFirst();

        assertEquals(List.of("q recv", "f recv"), answered.attributeValues("rid"));
        assertEquals("recv q;f", answered.attribute("simulcast").orElseThrow());
    }

    @Test
    void turnsTheDirectionsOfHeaderExtensionsRound() {
        SessionDescription offer = Vectors.browser("firefox-simulcast-rid3-offer");
        MediaDescription video = offer.media().getFirst();

        MediaDescription answered = Views.answerEverything(offer).media().getFirst();

        assertTrue(video.attributeValues("extmap").contains(
                "6/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"));
        assertTrue(answered.attributeValues("extmap").contains(
                "6/sendonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"));
        assertTrue(answered.attributeValues("extmap").contains(
                "9/recvonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"));
    }

    @Test
    void announcesWhatItSends() {
        MediaDescription answered = Views.answerEverything(Vectors.browser("chromium-recvonly-av-offer")).media()
                .get(1);

        assertEquals(new Msid("stream", "track"), answered.msid().orElseThrow());
        assertEquals(List.of(new SsrcGroup("FID", List.of(1L, 2L))), answered.ssrcGroups());
        assertEquals(List.of(new SsrcAttributes(1, "cname", "", List.of()),
                new SsrcAttributes(2, "cname", "", List.of())), answered.ssrcs());
    }

    @Test
    void takesTheRoleInDtlsThatTheOfferLeaves() {
        assertEquals(Setup.PASSIVE, answeredSetup("actpass", Setup.PASSIVE));
        assertEquals(Setup.ACTIVE, answeredSetup("actpass", Setup.ACTIVE));
        assertEquals(Setup.ACTIVE, answeredSetup("actpass", Setup.ACTPASS));
        assertEquals(Setup.PASSIVE, answeredSetup("active", Setup.ACTIVE));
        assertEquals(Setup.ACTIVE, answeredSetup("passive", Setup.PASSIVE));
    }

    private static Setup answeredSetup(String offered, Setup preferred) {
        String text = Vectors.browser("chromium-simulcast-rid3-offer").toString().replace("a=setup:actpass",
                "a=setup:" + offered);
        SessionDescription offer = SessionDescription.parse(text);
        TransportParameters own = new TransportParameters("ours", "0123456789012345678901", false,
                List.of(Views.PRINT), preferred);
        SessionDescription answer = Answer.to(offer).transport(own).accept(0, inactive(offer.media().getFirst()))
                .build();
        return answer.transport(answer.media().getFirst()).setup();
    }

    @Test
    void aFullAgentDoesNotSayIceLite() {
        SessionDescription offer = Vectors.browser("chromium-simulcast-rid3-offer");
        TransportParameters own = new TransportParameters("ours", "0123456789012345678901", false,
                List.of(Views.PRINT), Setup.ACTIVE);

        assertFalse(Answer.to(offer).transport(own).accept(0, inactive(offer.media().getFirst())).build()
                .has("ice-lite"));
    }

    @Test
    void aSecondAnswerKeepsTheSessionIdAndCountsTheVersion() {
        SessionDescription offer = Vectors.browser("chromium-simulcast-rid3-offer");

        Origin first = Answer.to(offer).transport(Views.SERVER).build().origin();
        Origin second = Answer.to(offer).transport(Views.SERVER).session(first.sessionId(), 2).build().origin();

        assertEquals(1, first.sessionVersion());
        assertEquals(new Origin("-", first.sessionId(), 2, "IN", "IP4", "0.0.0.0"), second);
    }

    @Test
    void misuseSaysWhatToDo() {
        SessionDescription offer = Vectors.browser("chromium-simulcast-rid3-offer");
        MediaDescription video = offer.media().getFirst();
        RtpCodec vp8 = video.codecs().getFirst();

        assertMisuse("there is no transport", () -> Answer.to(offer).accept(0, inactive(video)).build());
        assertMisuse("needs a codec", () -> accept(offer, Direction.RECVONLY, List.of(), List.of(), List.of()));
        assertMisuse("does not offer payload type 95",
                () -> accept(offer, Direction.RECVONLY, List.of(vp8.withPayloadType(95)), List.of(), List.of()));
        assertMisuse("does not offer payload type 97 as VP8",
                () -> accept(offer, Direction.RECVONLY, List.of(vp8.withPayloadType(97)), List.of(), List.of()));
        assertMisuse("payload type 96 twice",
                () -> accept(offer, Direction.RECVONLY, List.of(vp8, vp8), List.of(), List.of()));
        assertMisuse("feedback that is not offered", () -> accept(offer, Direction.RECVONLY,
                List.of(vp8.withFeedback(List.of("nack rpsi"))), List.of(), List.of()));
        assertMisuse("can be answered recvonly at most",
                () -> accept(offer, Direction.SENDRECV, List.of(vp8), List.of(), List.of()));
        assertMisuse("does not offer the extension urn:x as id 1",
                () -> accept(offer, Direction.RECVONLY, List.of(vp8), List.of(new ExtMap(1, "urn:x")), List.of()));
        assertMisuse("does not offer a simulcast of [z]",
                () -> accept(offer, Direction.RECVONLY, List.of(vp8), List.of(), List.of("z")));
        assertMisuse("use accept", () -> Answer.to(offer).acceptData(0, 5000, 0));
    }

    @Test
    void aSectionOfferedWithPortZeroCannotBeAccepted() {
        SessionDescription offer = Vectors.browser("chromium-stopped-mline-offer");

        assertMisuse("is offered with port 0", () -> Answer.to(offer).accept(0, inactive(offer.media().getFirst())));
    }

    @Test
    void aSectionOfAnUnknownKindIsRejectedAndCannotBeAccepted() {
        String text = Vectors.text("sdp/browsers/chromium-simulcast-rid3-offer.sdp")
                + "m=text 9 RTP/AVP 98\r\na=mid:t\r\na=rtpmap:98 t140/1000\r\n";
        SessionDescription offer = SessionDescription.parse(text);

        assertMisuse("neither audio nor video", () -> Answer.to(offer).accept(1, inactive(offer.media().get(1))));
        assertTrue(Views.answerEverything(offer).media().get(1).isRejected());
    }

    private static void accept(SessionDescription offer, Direction direction, List<RtpCodec> codecs,
            List<ExtMap> extmaps, List<String> rids) {
        Answer.to(offer).accept(0, new AcceptedMedia(direction, codecs, extmaps, rids, List.of()));
    }

    private static void assertMisuse(String expected, Runnable misuse) {
        String message = assertThrows(IllegalStateException.class, misuse::run).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
