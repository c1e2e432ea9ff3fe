package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;

/// A member who publishes offers again: what comes, goes and stays.
class PublishAgainTest {
    private static final OfferedMedia AUDIO = Sections.audio("0", Direction.SENDONLY, Scene.AUDIO_SSRC);
    private static final OfferedMedia VIDEO = Sections.video("1", Direction.SENDONLY, Scene.VIDEO_SSRC, Scene.RTX_SSRC);

    private final Scene scene = new Scene(61);
    private final Answerer bob = new Answerer(scene, "room", "bob").connected();
    private final ScriptedPeer ada = scene.peer();
    private final String id = assertInstanceOf(EnterResult.Entered.class,
            scene.server.ask((worker, now) -> worker.enter("room", "ada", now))).participant();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void everyAnswerIsOfTheSameSessionAndANewVersion() {
        SessionDescription first = accepted(AUDIO, VIDEO);
        SessionDescription second = accepted(AUDIO, VIDEO);

        assertEquals(first.origin().sessionId(), second.origin().sessionId());
        assertEquals(first.origin().sessionVersion() + 1, second.origin().sessionVersion());
        assertEquals(first.media(), second.media());
        assertEquals(1, published().size(), "nothing has changed");
    }

    @Test
    void takesWhatComesAndLetsGoWhatGoes() {
        begin(AUDIO);
        accepted(AUDIO, VIDEO, Sections.video("screen", Direction.SENDONLY, 77, 0));
        SessionDescription answer = publish(peerOffer(AUDIO, Sections.video("1", Direction.INACTIVE, 0, 0))
                + "m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:screen\r\n");

        assertEquals(List.of("ada publishes [0:opus]", "ada publishes [0:opus, 1:VP8, screen:VP8]",
                "ada publishes [0:opus]"), published());
        assertEquals(List.of(false, false, true), answer.media().stream().map(MediaDescription::isRejected).toList());
        assertEquals(Direction.INACTIVE, answer.media().get(1).direction());
        assertEquals(1, bob.tracks().size());
    }

    @Test
    void aStoppedSectionBeginsAgainUnderAnotherName() {
        begin(AUDIO, VIDEO);
        publish(peerOffer(AUDIO) + "m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n");
        accepted(AUDIO, Sections.video("2", Direction.SENDONLY, 88, 0));

        assertEquals("ada publishes [0:opus, 2:VP8]", published().getLast());
    }

    @Test
    void refusesAnotherConnectionAndOtherSectionsInPlaceOfThese() {
        begin(AUDIO, VIDEO);
        String good = peerOffer(AUDIO, VIDEO);
        String restart = good.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:another1");

        assertTrue(refusal(restart).explanation().contains("ICE restart"));
        for (String bad : List.of(peerOffer(AUDIO), peerOffer(VIDEO, AUDIO),
                good.replace("mid:1", "mid:7").replace("BUNDLE 0 1",
                        "BUNDLE 0 7"),
                good.replaceAll("a=fingerprint:sha-256 ..", "a=fingerprint:sha-256 00"),
                good.replace("a=setup:actpass", "a=setup:passive"), peerOffer(), "")) {
            assertTrue(List.of(Refusal.UNACCEPTABLE_OFFER, Refusal.MALFORMED_OFFER).contains(refusal(bad).reason()),
                    bad);
        }

        assertEquals(1, published().size());
        ada.send(Rtp.audio(1));
        scene.network.run(SECOND);
        assertEquals(1, bob.peer().rtp().size());
    }

    @Test
    void anotherCodecInTheSameSectionIsAnotherTrack() {
        begin(AUDIO, VIDEO);
        String before = bob.tracks().get(1).mid();
        bob.answer();

        accepted(AUDIO,
                Sections.video("1", Direction.SENDONLY, List.of(RtpCodec.video(98, "VP9")), Scene.VIDEO_SSRC, 0));
        settle();

        assertEquals("ada publishes [0:opus, 1:VP9]", published().getLast());
        assertEquals("1", bob.tracks().get(0).mid());
        assertTrue(bob.offer().media(before).map(MediaDescription::isRejected).orElse(true));
        assertEquals("VP9", bob.offer().media(bob.tracks().get(1).mid()).orElseThrow().codecs().getFirst().name());
    }

    @Test
    void anotherSsrcInTheSameSectionIsTheSameTrack() {
        begin(AUDIO, VIDEO);
        ada.send(Rtp.keyFrame(1, 0));
        scene.network.run(SECOND);
        accepted(AUDIO, Sections.video("1", Direction.SENDONLY, 1234, 0));
        int offers = bob.offers();
        scene.network.run(SECOND);

        ada.send(Rtp.packet(Sections.VP8, 500, 90_000, 1234, true, Rtp.frame(2, true)));
        scene.network.run(SECOND);

        assertEquals(offers, bob.offers());
        assertEquals(1, published().size());
        assertEquals(2, bob.peer().rtp().size());
        assertEquals(bob.peer().rtp().getFirst().sequenceNumber() + 1, bob.peer().rtp().getLast().sequenceNumber());
    }

    @Test
    void latePacketsOfATrackThatHasGoneAreNobodys() {
        begin(AUDIO, VIDEO, Sections.video("2", Direction.SENDONLY, 99, 0));
        ada.send(Rtp.keyFrame(1, 0));
        ada.send(Rtp.packet(Sections.VP8, 1, 0, 99, true, Rtp.frame(1, true)));
        scene.network.run(SECOND);
        assertEquals(2, bob.peer().rtp().size());
        accepted(AUDIO, Sections.video("1", Direction.INACTIVE, 0, 0), Sections.video("2", Direction.SENDONLY, 99, 0));
        settle();
        scene.network.run(5 * SECOND);

        ada.send(Rtp.deltaFrame(2, 3_000));
        ada.send(Rtp.retransmission(Rtp.keyFrame(3, 6_000), 1));
        scene.network.run(SECOND);

        assertEquals(2, bob.peer().rtp().size());
        assertEquals(2, scene.dropped(DropReason.UNKNOWN_SOURCE));
    }

    @Test
    void aTrackIsPublishedAndTakenBackAHundredTimes() {
        begin(AUDIO);
        for (int round = 0; round < 100; round++) {
            accepted(AUDIO, Sections.video("1", Direction.SENDONLY, 1_000 + round, 2_000 + round));
            settle();
            ada.send(Rtp.packet(Sections.VP8, 1, 0, 1_000 + round, true, Rtp.frame(round, true)));
            scene.network.run(SECOND);
            assertEquals(round + 1, bob.peer().rtp().size());
            accepted(AUDIO, Sections.video("1", Direction.INACTIVE, 0, 0));
            settle();
        }
        assertEquals(0, scene.dropped(DropReason.TOO_MANY_SOURCES));
        assertEquals(3, bob.offer().media().size());
    }

    @Test
    void beginsWithSectionsThatDoNotSendYet() {
        begin(Sections.audio("0", Direction.INACTIVE, 0), Sections.video("1", Direction.RECVONLY, 0, 0));
        assertEquals(List.of("ada publishes []"), published());
        assertTrue(ada.answer().media().stream().allMatch(section -> section.direction() == Direction.INACTIVE));

        accepted(AUDIO, VIDEO);
        settle();
        ada.send(Rtp.audio(1));
        scene.network.run(SECOND);

        assertEquals(1, bob.peer().rtp().size());
    }

    @Test
    void mutilatedOffersNeverThrowAndLeaveTheOtherTracksAlone() {
        begin(AUDIO, VIDEO);
        RandomGenerator random = scene.network.random("mutations");
        byte[] good = peerOffer(AUDIO, VIDEO, Sections.video("2", Direction.SENDONLY, 99, 0)).getBytes(ISO_8859_1);
        for (int i = 0; i < 500; i++) {
            String offer = new String(Mutation.of(good, random), ISO_8859_1);
            scene.server.ask((worker, now) -> worker.publishAs(id, offer, now));
            scene.server.snapshot();
        }
        assertEquals(2, scene.server.snapshot().sessions());
    }

    private void begin(OfferedMedia... sections) {
        JoinResult result = scene.server.ask((worker, now) -> worker.publishAs(id, ada.offer(sections), now));
        ada.accept(result);
        scene.connect(ada);
        settle();
    }

    private void settle() {
        scene.network.run(1);
        while (bob.answer() == AnswerResult.ACCEPTED) {
            scene.network.run(1);
        }
    }

    private String peerOffer(OfferedMedia... sections) {
        return ada.offer(sections);
    }

    private SessionDescription accepted(OfferedMedia... sections) {
        return publish(peerOffer(sections));
    }

    private SessionDescription publish(String offer) {
        JoinResult result = scene.server.ask((worker, now) -> worker.publishAs(id, offer, now));
        return SessionDescription.parse(assertInstanceOf(JoinResult.Joined.class, result, result.toString()).answer());
    }

    private JoinResult.Refused refusal(String offer) {
        return assertInstanceOf(JoinResult.Refused.class,
                scene.server.ask((worker, now) -> worker.publishAs(id, offer, now)), offer);
    }

    private List<String> published() {
        return scene.server.events().stream().filter(event -> event.contains("publishes")).toList();
    }
}
