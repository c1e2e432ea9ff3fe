package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SourceDescription;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;

/// What the server offers to a subscriber, and what it makes of the answers.
class SubscriberTest {
    private final Scene scene = new Scene(31);
    private final Answerer ada = new Answerer(scene, "room", "ada");

    @AfterEach
    void nothingIsLeft() {
        scene.server.ask((worker, now) -> {
            worker.shutDown(now);
            return ada.leave();
        });
        scene.network.run(SECOND);
        assertEquals(List.of(), scene.server.snapshot().rooms());
        assertEquals(NEVER, scene.server.worker().deadline());
        scene.close();
    }

    // The offer.

    @Test
    void offersAnAnchorBeforeThereIsAnythingToReceive() {
        SessionDescription offer = ada.offer();

        assertEquals(1, offer.media().size());
        MediaDescription anchor = offer.media().getFirst();
        assertEquals("audio", anchor.kind());
        assertEquals(Direction.INACTIVE, anchor.direction());
        assertEquals(List.of(), anchor.ssrcs());
        assertEquals(Setup.ACTPASS, offer.transport(anchor).setup());
        assertTrue(offer.transport(anchor).iceLite());
        assertEquals(List.of(), ada.tracks());
        ada.connected();
        assertTrue(ada.peer().isConnected());
    }

    @Test
    void describesATrackByItsPublisherItsSsrcsAndItsRetransmissions() {
        ada.connected();
        scene.publisher("room", "cam");

        OfferedTrack video = ada.tracks().get(1);
        MediaDescription section = ada.offer().media(video.mid()).orElseThrow();
        assertEquals("1", video.publisherMid());
        assertEquals(video.publisher(), section.msid().orElseThrow().streamId());
        assertEquals(Direction.SENDONLY, section.direction());
        assertEquals(List.of("VP8", "rtx"), section.codecs().stream().map(RtpCodec::name).toList());
        assertEquals(List.of("ccm fir", "nack", "nack pli"), section.codecs().getFirst().feedback());
        assertEquals(section.ssrcs().stream().map(one -> one.ssrc()).toList(), section.ssrcGroups().getFirst().ssrcs());
        assertTrue(section.extmaps().stream().anyMatch(one -> one.uri().endsWith(":sdes:mid")));
    }

    @Test
    void numbersMeanTheSameAsLongAsTheTransportLives() {
        ada.connected();
        Map<String, Set<String>> meanings = new HashMap<>();
        Set<Long> ssrcs = new HashSet<>();
        int announced = 0;
        for (String codec : List.of("VP8", "VP9", "AV1", "VP8", "VP9")) {
            ScriptedPeer peer = scene.publisher("room", "cam", Sections.audio("a", Direction.SENDONLY, 7),
                    video("v", RtpCodec.video(100, codec)));
            noteMeanings(ada.offer(), meanings);
            for (OfferedTrack track : ada.tracks()) {
                MediaDescription section = ada.offer().media(track.mid()).orElseThrow();
                section.ssrcs().forEach(one -> ssrcs.add(one.ssrc()));
                announced += section.ssrcs().size();
            }
            assertEquals(AnswerResult.ACCEPTED, ada.answer());
            scene.server.close(peer.session());
            scene.network.run(1);
            ada.answer();
        }

        meanings.forEach((number, meaning) -> assertEquals(1, meaning.size(), number + " means " + meaning));
        assertEquals(15, announced);
        assertEquals(15, ssrcs.size());
        assertEquals(3, ada.offer().media().size());
    }

    private static void noteMeanings(SessionDescription offer, Map<String, Set<String>> meanings) {
        for (MediaDescription section : offer.media()) {
            section.codecs().stream().filter(_ -> !section.isRejected()).forEach(codec -> meanings
                    .computeIfAbsent("payload type " + codec.payloadType(), _ -> new HashSet<>())
                    .add(codec.name() + codec.parameters()));
            section.extmaps().forEach(one -> meanings.computeIfAbsent("extension " + one.id(), _ -> new HashSet<>())
                    .add(one.uri()));
        }
    }

    @Test
    void whatAPublisherWritesIntoItsParametersIsNotPassedOn() {
        ada.connected();
        RtpCodec strange = RtpCodec.video(100, "VP9").withParameter("profile-id", "0 or 1").withParameter("x", "y");
        RtpCodec odd = RtpCodec.video(101, "H264").withParameter("profile-level-id", "zzz")
                .withParameter("packetization-mode", "9");
        scene.publisher("room", "cam", video("0", strange), video("1", odd));

        assertEquals(Map.of("profile-id", "0"), codec(ada.tracks().get(0)).parameters());
        assertEquals("42e01f", codec(ada.tracks().get(1)).parameter("profile-level-id", ""));
        assertEquals("0", codec(ada.tracks().get(1)).parameter("packetization-mode", ""));
    }

    private RtpCodec codec(OfferedTrack track) {
        return ada.offer().media(track.mid()).orElseThrow().codecs().getFirst();
    }

    @Test
    void thereAreNumbersForEveryCodecThatIsToldApart() {
        ada.connected();
        List<OfferedMedia> sections = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            sections.clear();
            for (int i = 0; i < 16; i++) {
                RtpCodec h264 = RtpCodec.video(100, "H264")
                        .withParameter("profile-level-id", "%02x%02x1f".formatted(16 * round + i, 16 * i + round))
                        .withParameter("packetization-mode", String.valueOf(i & 1));
                RtpCodec vp9 = RtpCodec.video(100, "VP9").withParameter("profile-id", String.valueOf(i));
                sections.add(video(String.valueOf(i), round % 2 == 0 ? h264 : vp9));
            }
            ScriptedPeer peer = scene.publisher("room", "cam", sections.toArray(OfferedMedia[]::new));
            assertEquals(16, ada.tracks().size());
            ada.answer();
            scene.server.close(peer.session());
            scene.network.run(1);
            ada.answer();
        }
    }

    @Test
    void aRoomOfMoreTracksThanSectionsIsOfferedAsManyAsFit() {
        ada.connected();
        List<ScriptedPeer> publishers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            publishers.add(scene.publisher("room", "cam " + i, IntStream.range(0, 16)
                    .mapToObj(mid -> Sections.audio(String.valueOf(mid), Direction.SENDONLY, 100 + mid))
                    .toArray(OfferedMedia[]::new)));
            ada.answer();
        }
        assertEquals(241, ada.offer().media().size());
        assertEquals(240, ada.tracks().size());
        assertEquals(16, subscriber().waiting());
        int offers = ada.offers();

        scene.server.close(publishers.getFirst().session());
        scene.network.run(1);
        ada.answer();
        ada.answer();

        assertEquals(offers + 2, ada.offers());
        assertEquals(241, ada.offer().media().size());
        assertEquals(240, ada.tracks().size());
        assertEquals(0, subscriber().waiting());
    }

    // Answers.

    @Test
    void anAnswerCountsOnceAndOnlyForTheOfferOnItsWay() {
        assertEquals(AnswerResult.STALE, ada.answer(0, ada.goodAnswer()));
        assertEquals(AnswerResult.STALE, ada.answer(2, ada.goodAnswer()));
        assertEquals(AnswerResult.ACCEPTED, ada.answer());
        assertEquals(AnswerResult.STALE, ada.answer());
        assertEquals(AnswerResult.NO_SUCH_SESSION,
                scene.server.ask((worker, now) -> worker.answer("nobody", 1, "", now)));
    }

    @Test
    void anAnswerToTheSessionBeforeIsNoAnswerToThisOne() {
        String old = ada.goodAnswer();
        ada.subscribe();

        assertEquals(2, ada.offers());
        assertEquals(1, ada.negotiation());
        assertEquals(AnswerResult.ACCEPTED, ada.answer(1, old), "nothing tells them apart; the handshake will");
        assertNotEquals(ada.offer().transport(ada.offer().media().getFirst()).iceUfrag(), "");
    }

    @Test
    void refusesAnswersThatDoNotFitAndWaitsForABetterOne() {
        ada.connected();
        scene.publisher("room", "cam");
        String good = ada.goodAnswer();
        String other = DtlsCertificate.generate().fingerprint().toString();

        List<String> bad = List.of("", "v=0", "hello", good.substring(0, good.lastIndexOf("m=")),
                good + good.substring(good.lastIndexOf("m=")), good.replace("a=mid:1", "a=mid:9"),
                good.replace("a=mid:2\r\n", ""), good.replace("m=video", "m=audio"),
                good.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:abcdefgh"),
                good.replaceAll("a=ice-pwd:.*", "a=ice-pwd:abcdefghabcdefghabcdefgh"),
                good.replaceAll("a=fingerprint:.*", "a=fingerprint:" + other),
                good.replaceAll("a=setup:active", "a=setup:passive"),
                good.replaceAll("a=setup:active", "a=setup:actpass"), good.replace("m=audio 9", "m=audio 0"),
                good.replaceAll("a=fingerprint:.*\r\n", ""), good.replaceFirst("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n"));
        for (String answer : bad) {
            assertEquals(AnswerResult.REFUSED, ada.answer(ada.negotiation(), answer), answer);
        }

        assertEquals(AnswerResult.ACCEPTED, ada.answer(ada.negotiation(), good));
        assertEquals(2, subscriber().subscriptions().size());
    }

    @Test
    void mutilatedAnswersNeverThrowAndNeverDisturbWhoIsThere() {
        ada.connected();
        scene.publisher("room", "first");
        ada.answer();
        RandomGenerator random = scene.network.random("mutations");
        ScriptedPeer guest = scene.peer();
        for (int i = 0; i < 400; i++) {
            guest.accept(scene.server.publish("room", "guest " + i,
                    guest.offer(Sections.video("0", Direction.SENDONLY, i + 1, 0))));
            scene.network.run(1);
            byte[] answer = Mutation.of(ada.goodAnswer().getBytes(ISO_8859_1), random);
            ada.answer(ada.negotiation(), new String(answer, ISO_8859_1));
            scene.server.close(guest.session());
            scene.network.run(1);
            ada.answer();
            ada.answer();
        }
        assertFalse(scene.server.events().stream().anyMatch(event -> event.contains("closed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=recvonly>a=inactive", "m=video 9>m=video 0", "VP8>VP7"})
    void aSectionThatIsNotWantedIsStoppedAndNotOfferedAgain(String change) {
        ada.connected();
        ScriptedPeer publisher = scene.publisher("room", "cam");
        String[] words = change.split(">");
        int video = ada.goodAnswer().indexOf("m=video");

        assertEquals(AnswerResult.ACCEPTED, ada.answer(good -> good.substring(0, video)
                + withoutGroup(good.substring(video), words)));
        if (ada.negotiation() == 3) {
            assertEquals(AnswerResult.ACCEPTED, ada.answer());
        }

        assertEquals(List.of("1"), subscriber().subscriptions().stream().map(one -> one.mid()).toList());
        int offers = ada.offers();
        publisher.send(Rtp.audio(1));
        publisher.send(Rtp.keyFrame(1, 0));
        scene.network.run(SECOND);
        assertEquals(1, ada.peer().rtp().size());
        assertEquals(offers, ada.offers());

        scene.publisher("room", "other");
        SessionDescription next = ada.offer();
        assertEquals(List.of("0", "1", "4", "3"), mids(next));
        ada.answer();
        assertEquals(3, subscriber().subscriptions().size());
    }

    private static String withoutGroup(String sections, String[] words) {
        return sections.replace(words[0], words[1]);
    }

    @Test
    void withoutRetransmissionsInTheAnswerThereAreNone() {
        ada.connected();
        scene.publisher("room", "cam");

        ada.answer(good -> good.replace(" 98\r\n", "\r\n").replaceAll("a=(rtpmap|fmtp):98.*\r\n", ""));

        WorkerSnapshot.OutboundTrack video = subscriber().subscriptions().get(1);
        assertEquals("video", video.kind());
        assertEquals(0, video.rtxSsrc());
    }

    @Test
    void aTrackThatGoesWhileItsOfferIsOnItsWayNeverFlows() {
        ada.connected();
        ScriptedPeer publisher = scene.publisher("room", "cam");
        String answer = ada.goodAnswer();
        scene.server.close(publisher.session());
        scene.network.run(1);
        assertEquals(2, ada.offers());

        assertEquals(AnswerResult.ACCEPTED, ada.answer(2, answer));

        assertEquals(3, ada.offers());
        assertEquals(List.of(), ada.tracks());
        assertEquals(List.of(), subscriber().subscriptions());
        assertEquals(List.of("0"), ada.offer().bundleGroups().getFirst());
        assertEquals(AnswerResult.ACCEPTED, ada.answer());
        assertEquals(3, ada.offers());
    }

    // The transport.

    @Test
    void aHandshakeThatOvertakesTheAnswerIsNotLost() {
        ada.peer().meet(ada.offer());
        ada.peer().connect();
        scene.network.run(500 * MILLISECOND);
        assertFalse(ada.peer().isConnected());

        long answered = scene.network.now();
        ada.answer();
        scene.network.runUntil(ada.peer()::isConnected, SECOND);

        assertTrue(scene.network.now() - answered < 100 * MILLISECOND, "waited for a repetition");
    }

    @Test
    void beginsTheHandshakeWithWhomAnswersPassive() {
        ada.peer().waitForHandshake();

        ada.connected();

        assertTrue(ada.peer().isConnected());
        scene.publisher("room", "cam");
        assertEquals(AnswerResult.ACCEPTED, ada.answer());
    }

    @Test
    void reportsOfSeveralPublishersNameEachOfThem() {
        ada.connected();
        List<ScriptedPeer> publishers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            publishers.add(
                    scene.publisher("room", "cam " + i, Sections.audio("0", Direction.SENDONLY, Scene.AUDIO_SSRC)));
            ada.answer();
        }
        for (ScriptedPeer publisher : publishers) {
            publisher.send(Rtp.audio(1));
            publisher.send(new SenderReport(Scene.AUDIO_SSRC, 1L << 40, 960, 1, 60, List.of()));
        }
        scene.network.run(3 * SECOND);

        Set<Long> reported = ada.peer().rtcp(SenderReport.class).stream().map(SenderReport::ssrc)
                .collect(Collectors.toSet());
        assertEquals(20, reported.size());
        Map<Long, String> names = new HashMap<>();
        ada.peer().rtcp(SourceDescription.class).forEach(description -> description.chunks().forEach(
                chunk -> names.put(chunk.ssrc(), new String(chunk.items().getFirst().value(), ISO_8859_1))));
        assertEquals(reported, names.keySet());
        assertEquals(20, new HashSet<>(names.values()).size());
        assertTrue(ada.peer().longestRtcp() < 1_200, "RTCP of " + ada.peer().longestRtcp() + " bytes");
    }

    @Test
    void saysGoodbyeToWhatGoes() {
        ada.connected();
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ada.answer();
        List<Long> ssrcs = ada.tracks().stream()
                .map(track -> ada.offer().media(track.mid()).orElseThrow().ssrcs().getFirst().ssrc()).toList();

        scene.server.close(publisher.session());
        scene.network.run(SECOND);

        assertEquals(List.of(ssrcs), ada.peer().rtcp(Goodbye.class).stream().map(Goodbye::ssrcs).toList());
        assertTrue(ada.peer().isConnected() && !ada.peer().isToldTheEnd());
    }

    private WorkerSnapshot.Participant subscriber() {
        return scene.server.snapshot().rooms().getFirst().participants().stream()
                .filter(session -> session.role() == WorkerSnapshot.Role.SUBSCRIBER).findFirst().orElseThrow();
    }

    private static List<String> mids(SessionDescription description) {
        return description.media().stream().map(MediaDescription::mid).toList();
    }

    private static OfferedMedia video(String mid, RtpCodec codec) {
        return Sections.video(mid, Direction.SENDONLY, List.of(codec), 1000 + mid.hashCode(), 0);
    }
}
