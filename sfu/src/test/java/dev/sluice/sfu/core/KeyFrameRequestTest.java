package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.RtpCodec;

class KeyFrameRequestTest {
    private final Scene scene = new Scene(5);

    @AfterEach
    void close() {
        scene.close();
    }

    /// 200 players, each asking fifty times a second.
    @Test
    void aStormOfRequestsIsTwoASecondForThePublisher() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        List<ScriptedPeer> players = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            players.add(scene.player("room", "cam", Sections.video("1", Direction.RECVONLY, 0, 0)));
        }
        scene.network.run(10 * SECOND);
        publisher.forget();

        int seconds = 4;
        for (int i = 0; i < 50 * seconds; i++) {
            for (ScriptedPeer player : players) {
                player.send(new PictureLossIndication(1, Scene.ssrcTold(player, "1")));
            }
            publisher.send(i % 25 == 24 ? Rtp.keyFrame(i, i * 1800L) : Rtp.deltaFrame(i, i * 1800L));
            scene.network.run(20 * MILLISECOND);
        }

        int requests = publisher.rtcp(PictureLossIndication.class).size();
        assertTrue(requests <= 2 * seconds, requests + " requests in " + seconds + " s");
        assertTrue(requests >= seconds, "those who need a keyframe get none");
    }

    @Test
    void whoJoinsDuringAStormStillBeginsWithinASecond() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer hostile = scene.player("room", "cam", Sections.video("1", Direction.RECVONLY, 0, 0));
        ScriptedPeer joiner = scene.peer();
        joiner.accept(scene.server.play("room", "cam", joiner.offer(Sections.video("1", Direction.RECVONLY, 0, 0))));

        long joined = 0;
        int answered = 0;
        for (int i = 0; joiner.rtp().isEmpty(); i++) {
            if (i == 77) {
                joiner.connect();
            }
            joined = joined == 0 && joiner.isConnected() ? scene.network.now() : joined;
            hostile.send(new PictureLossIndication(1, Scene.ssrcTold(hostile, "1")));
            boolean asked = publisher.rtcp(PictureLossIndication.class).size() > answered;
            answered = publisher.rtcp(PictureLossIndication.class).size();
            publisher.send(asked ? Rtp.keyFrame(i, i * 1800L) : Rtp.deltaFrame(i, i * 1800L));
            scene.network.run(20 * MILLISECOND);
        }

        assertTrue(scene.network.now() - joined < SECOND,
                "it took " + (scene.network.now() - joined) / MILLISECOND + " ms");
    }

    @Test
    void asksAgainWhenTheKeyframeDoesNotCome() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        scene.player("room", "cam");
        scene.network.run(10 * SECOND);

        int unanswered = publisher.rtcp(PictureLossIndication.class).size();
        assertTrue(unanswered >= 3 && unanswered <= 20, unanswered + " requests in 10 s");
        publisher.send(Rtp.keyFrame(1, 0));
        scene.network.run(10 * SECOND);

        assertEquals(unanswered, publisher.rtcp(PictureLossIndication.class).size());
    }

    @Test
    void asksByFirAPublisherThatKnowsNothingElse() {
        RtpCodec firOnly = RtpCodec.video(Sections.VP8, "VP8").withFeedback(List.of("ccm fir"));
        ScriptedPeer publisher = scene.publisher("room", "cam",
                Sections.video("1", Direction.SENDONLY, List.of(firOnly), Scene.VIDEO_SSRC, 0));
        scene.player("room", "cam", Sections.video("1", Direction.RECVONLY, 0, 0));
        scene.network.run(2 * SECOND);

        List<Integer> numbers = publisher.rtcp(FullIntraRequest.class).stream()
                .map(request -> request.entries().getFirst().sequenceNumber()).toList();
        assertTrue(numbers.size() > 1);
        assertEquals(Map.of(true, (long) numbers.size()), Map.of(true, numbers.stream().distinct().count()));
        assertTrue(publisher.rtcp(PictureLossIndication.class).isEmpty());
    }

    @Test
    void passesOnTheFirOfAPlayerOnce() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.keyFrame(1, 0));
        scene.network.run(5 * SECOND);
        publisher.forget();

        var request = new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(Scene.ssrcTold(player, "1"), 7)));
        player.send(request);
        scene.network.run(MILLISECOND);
        publisher.send(Rtp.keyFrame(2, 3000));
        scene.network.run(SECOND);
        player.send(request);
        scene.network.run(5 * SECOND);

        assertEquals(1, publisher.rtcp(PictureLossIndication.class).size());
        assertEquals(1, scene.participant(player).subscriptions().get(1).firCount());
    }
}
