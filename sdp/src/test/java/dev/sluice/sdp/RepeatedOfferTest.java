package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class RepeatedOfferTest {
    private static final TransportParameters TRANSPORT = new TransportParameters("ufrag", "abcdefghijklmnopqrstuv",
            true, List.of(new Fingerprint("sha-256", "AB:".repeat(31) + "AB")), Setup.ACTPASS);
    private static final List<Candidate> CANDIDATES = List.of(Candidate.host("1", 2, "192.0.2.1", 3),
            Candidate.host("2", 1, "2001:db8::1", 3));
    private static final OfferedMedia ANCHOR = new OfferedMedia("audio", "0", Direction.INACTIVE,
            List.of(new RtpCodec(96, "opus", 48000, 2, Map.of(), List.of())), List.of(), List.of(), List.of());
    private static final OfferedMedia VIDEO = new OfferedMedia("video", "5", Direction.SENDONLY,
            List.of(RtpCodec.video(97, "VP8"), RtpCodec.rtx(98, 97, 90000)), List.of(new ExtMap(1, "urn:x")), List.of(),
            List.of(new SentStream(new Msid("stream", "track"), "cname", 7, 8)));

    private final RepeatedOffer offers = new RepeatedOffer(TRANSPORT, CANDIDATES, "42", ANCHOR);

    @Test
    void isWhatAnOfferOfTheSameSectionsIs() {
        Offer expected = Offer.over(TRANSPORT).candidates(CANDIDATES, true).session("42", 9).media(ANCHOR)
                .stopped("audio", "3").media(VIDEO).stopped("video", "4");

        String text = offers.text(9,
                List.of(offers.stopped("audio", "3"), offers.media(VIDEO), offers.stopped("video", "4")));

        assertEquals(expected.build().toString(), text);
        assertEquals(List.of("0", "5"), SessionDescription.parse(text).bundleGroups().getFirst());
    }

    @Test
    void theFirstSectionAloneIsAnOffer() {
        assertEquals(
                Offer.over(TRANSPORT).candidates(CANDIDATES, true).session("42", 1).media(ANCHOR).build().toString(),
                offers.text(1, List.of()));
    }
}
