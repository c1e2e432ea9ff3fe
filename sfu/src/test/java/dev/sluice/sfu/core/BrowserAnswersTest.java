package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;

/// What Chromium and Firefox answered to our offers: the anchor alone, sound and picture, both gone, and then their sections used again. Their Firefox has no
/// H.264.
class BrowserAnswersTest {
    private final Scene scene = new Scene(41);
    private final Answerer ada = new Answerer(scene, "room", "ada");

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium", "firefox"})
    void areTakenFromTheFirstToTheLast(String browser) {
        answer(browser);
        ScriptedPeer first = publish(Sections.audio("0", Direction.SENDONLY, 1),
                Sections.video("1", Direction.SENDONLY, 2, 3));
        answer(browser);
        assertEquals(List.of("opus", "VP8"), codecs());
        scene.server.close(first.session());
        scene.network.run(1);
        answer(browser);
        assertEquals(List.of(), codecs());

        publish(Sections.audio("0", Direction.SENDONLY, 1), Sections.video("1", Direction.SENDONLY, 2, 3),
                Sections.video("2", Direction.SENDONLY, List.of(h264()), 4, 0),
                Sections.video("3", Direction.SENDONLY, List.of(RtpCodec.video(98, "VP9")), 5, 0),
                Sections.video("4", Direction.SENDONLY, List.of(RtpCodec.video(45, "AV1")), 6, 0));
        answer(browser);

        boolean withH264 = browser.equals("chromium");
        assertEquals(withH264 ? List.of("opus", "VP8", "H264", "VP9", "AV1") : List.of("opus", "VP8", "VP9", "AV1"),
                codecs());
        assertEquals(List.of(true), subscriptions().stream().filter(one -> one.kind().equals("video"))
                .map(one -> one.rtxSsrc() != 0).distinct().toList());
        assertEquals(4, ada.offers());
    }

    private void answer(String browser) {
        String answer = Resources.text("answers/" + browser + "-" + (ada.offers() - 1) + ".sdp");
        assertEquals(AnswerResult.ACCEPTED, ada.answer(ada.negotiation(), answer));
    }

    private ScriptedPeer publish(OfferedMedia... sections) {
        ScriptedPeer peer = scene.peer();
        peer.accept(scene.server.publish("room", "cam", peer.offer(sections)));
        scene.network.run(1);
        return peer;
    }

    private static RtpCodec h264() {
        return RtpCodec.video(102, "H264").withParameters(
                Map.of("profile-level-id", "42e01f", "packetization-mode", "1", "level-asymmetry-allowed", "1"));
    }

    private List<String> codecs() {
        return subscriptions().stream().map(WorkerSnapshot.OutboundTrack::codec).toList();
    }

    private List<WorkerSnapshot.OutboundTrack> subscriptions() {
        return scene.server.snapshot().rooms().getFirst().participants().stream()
                .filter(session -> session.role() == WorkerSnapshot.Role.SUBSCRIBER).findFirst().orElseThrow()
                .subscriptions();
    }
}
