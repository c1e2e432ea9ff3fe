package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTest {
    private static final String PRINT = "AB" + ":CD".repeat(31);
    private static final TransportParameters OWN = new TransportParameters("ours", "0123456789012345678901", true,
            List.of(new Fingerprint("sha-256", PRINT)),
            Setup.PASSIVE);

    static List<Path> offers() {
        return Vectors.browserOffers();
    }

    @ParameterizedTest
    @MethodSource("offers")
    void answersEveryBrowserOfferByTheRules(Path file) {
        SessionDescription offer = SessionDescription.parse(Vectors.text(file));

        SessionDescription answer = SessionDescription.parse(answer(offer).toString());

        checkAgainst(offer, answer);
    }

    /// Accepts every section of media and rejects the rest.
    private static SessionDescription answer(SessionDescription offer) {
        Answer answer = Answer.to(offer).transport(OWN)
                .candidates(List.of(Candidate.host("1", 2130706431, "192.0.2.7", 10000)), true);
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (section.isRtp() && !section.isRejected()) {
                answer.accept(i, everything(offer, section));
            }
        }
        return answer.build();
    }

    private static AcceptedMedia everything(SessionDescription offer, MediaDescription section) {
        Direction direction = offer.direction(section).reversed();
        List<SentStream> streams = direction.sends()
                ? List.of(new SentStream(new Msid("stream", "track"), "cname", 1, 2)) : List.of();
        List<String> rids = section.simulcast().map(simulcast -> simulcast.rids(StreamDirection.SEND))
                .orElse(List.of());
        return new AcceptedMedia(direction, section.codecs(), section.extmaps(), rids, streams);
    }

    private static void checkAgainst(SessionDescription offer, SessionDescription answer) {
        assertEquals(offer.media().size(), answer.media().size());
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription offered = offer.media().get(i);
            MediaDescription answered = answer.media().get(i);
            assertEquals(offered.kind(), answered.kind());
            assertEquals(offered.protocol(), answered.protocol());
            assertEquals(offered.mid(), answered.mid());
            assertTrue(offered.formats().containsAll(answered.formats()) && !answered.formats().isEmpty());
            assertTrue(!offered.isRejected() || answered.isRejected());
            if (!answered.isRejected()) {
                accepted.add(answered.mid());
                assertEquals(offered.codecs(), answered.codecs());
                assertEquals(offer.direction(offered), answer.direction(answered).reversed());
                assertEquals(Setup.PASSIVE, answer.transport(answered).setup());
                assertEquals(List.of(new Fingerprint("sha-256", PRINT)), answer.transport(answered).fingerprints());
                assertTrue(answered.rtcpMux());
            }
        }
        assertEquals(accepted.isEmpty() ? List.of() : List.of(accepted), answer.bundleGroups());
    }
}
