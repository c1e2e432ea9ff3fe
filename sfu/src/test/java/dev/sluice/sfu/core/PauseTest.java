package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.wire.U16;

/// A subscriber pauses a track and resumes it, while the network and the publisher do what they do.
class PauseTest {
    private final Scene scene = new Scene(81);
    private final Answerer ada = new Answerer(scene, "room", "ada").connected();
    private final ScriptedPeer cam = scene.publisher("room", "cam");

    PauseTest() {
        ada.answer();
        scene.network.run(SECOND);
        send(Rtp.keyFrame(1, 0), Rtp.deltaFrame(2, 3_000), Rtp.audio(1), Rtp.audio(2));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatComesLateFromThePauseDoesNotEndIt() {
        select("0", false);
        send(Rtp.audio(3), Rtp.audio(5));
        select("0", true);

        send(Rtp.audio(4));
        assertEquals(List.of(1, 2), audio());
        send(Rtp.audio(6), Rtp.audio(7));

        assertEquals(List.of(1, 2, 6, 7), audio());
        assertNoHole("0");
    }

    @Test
    void videoWaitsForTheKeyFrameThatItAsksFor() {
        select("1", false);
        send(Rtp.deltaFrame(3, 6_000));
        int asked = cam.rtcp(PictureLossIndication.class).size();
        select("1", true);
        send(Rtp.deltaFrame(4, 9_000));
        scene.network.run(SECOND);
        assertTrue(cam.rtcp(PictureLossIndication.class).size() > asked);
        assertEquals(2, packets("1").size());

        send(Rtp.keyFrame(5, 12_000), Rtp.deltaFrame(6, 15_000));

        assertEquals(List.of(1, 2, 5, 6), numbers("1"));
        assertEquals(12_000, packets("1").get(2).timestamp() - packets("1").get(0).timestamp());
        assertNoHole("1");
    }

    @Test
    void anotherSourceMeanwhileGoesOnWhereTheFirstOneStopped() {
        select("1", false);
        scene.network.run(2 * SECOND);
        byte[] other = Rtp.withMid(Rtp.packet(Sections.VP8, 9_000, 77, 0xbeef, true, Rtp.frame(7, false)), "1");
        send(other);
        select("1", true);
        byte[] keyFrame = Rtp.withMid(Rtp.packet(Sections.VP8, 9_001, 3_077, 0xbeef, true, Rtp.frame(8, true)), "1");
        send(keyFrame);

        assertEquals(List.of(1, 2, 8), numbers("1"));
        long silent = packets("1").get(2).timestamp() - packets("1").get(1).timestamp();
        assertTrue(silent >= 2 * 90_000 && silent < 3 * 90_000, silent + " ticks");
        assertNoHole("1");
    }

    @Test
    void pausingAndResumingTwiceIsPausingAndResumingOnce() {
        select("0", true);
        select("0", false);
        select("0", false);
        send(Rtp.audio(3));
        select("0", true);
        select("0", true);
        send(Rtp.audio(4));

        assertEquals(List.of(1, 2, 4), audio());
        assertNoHole("0");
    }

    private void select(String mid, boolean playing) {
        String publisher = ada.tracks().getFirst().publisher();
        assertEquals(Boolean.TRUE,
                scene.server.ask((worker, now) -> worker.select(ada.id(), publisher, mid, playing, now)));
        scene.network.run(MILLISECOND);
    }

    private void send(byte[]... packets) {
        for (byte[] packet : packets) {
            cam.send(packet);
            scene.network.run(20 * MILLISECOND);
        }
    }

    private List<Integer> audio() {
        return numbers("0");
    }

    private List<Integer> numbers(String mid) {
        return packets(mid).stream().map(Rtp::numberIn).toList();
    }

    private List<RtpPacket> packets(String mid) {
        String section = ada.tracks().stream().filter(track -> track.publisherMid().equals(mid)).findFirst()
                .orElseThrow().mid();
        return ada.peer().rtp(ada.offer().media(section).orElseThrow().ssrcs().getFirst().ssrc());
    }

    private void assertNoHole(String mid) {
        List<Integer> numbers = packets(mid).stream().map(RtpPacket::sequenceNumber).toList();
        assertEquals(IntStream.range(0, numbers.size()).mapToObj(i -> numbers.getFirst() + i & U16.MAX).toList(),
                numbers);
    }
}
