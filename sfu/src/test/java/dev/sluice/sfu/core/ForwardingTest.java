package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.ExtensionWriter;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.OfferedMedia;

class ForwardingTest {
    private final Scene scene = new Scene(1);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void givesAudioTheNumbersAndTheSsrcThatThePlayerWasTold() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        for (int number = 100; number < 110; number++) {
            publisher.send(Rtp.audio(number));
        }
        scene.network.run(SECOND);

        List<RtpPacket> received = player.rtp();
        assertEquals(10, received.size());
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(Rtp.payload(100 + i, 60), Rtp.payloadOf(received.get(i)));
            assertEquals(received.getFirst().sequenceNumber() + i & 0xffff, received.get(i).sequenceNumber());
            assertEquals((100 + i) * 960L, received.get(i).timestamp());
        }
        assertEquals(10, player.rtp(Scene.ssrcTold(player, "0")).size());
    }

    @Test
    void beginsVideoWithAKeyframeAndAsksForOne() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        publisher.send(Rtp.keyFrame(1, 0));
        ScriptedPeer player = scene.player("room", "cam");
        scene.network.run(10 * MILLISECOND);
        assertEquals(1, publisher.rtcp(PictureLossIndication.class).size());

        publisher.send(Rtp.deltaFrame(2, 3000));
        publisher.send(Rtp.keyFrame(3, 6000));
        publisher.send(Rtp.deltaFrame(4, 9000));
        scene.network.run(SECOND);

        assertEquals(List.of(3, 4), numbers(player));
    }

    @Test
    void fillsUpWhatOvertookTheBeginningOfAKeyframe() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.deltaFrame(6, 9000));
        publisher.send(Rtp.deltaFrame(7, 12000));
        publisher.send(Rtp.keyFrame(5, 6000));
        publisher.send(Rtp.deltaFrame(4, 3000));
        publisher.send(Rtp.deltaFrame(8, 15000));
        scene.network.run(SECOND);

        assertEquals(List.of(5, 6, 7, 8), numbers(player));
        assertContinuous(player.rtp());
    }

    @Test
    void leavesNoHoleForPaddingThatOvertookTheBeginning() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.padding(Sections.VP8, 6, 0, Scene.VIDEO_SSRC));
        publisher.send(Rtp.deltaFrame(7, 12000));
        publisher.send(Rtp.keyFrame(5, 6000));
        publisher.send(Rtp.deltaFrame(8, 15000));
        scene.network.run(SECOND);

        assertEquals(List.of(5, 7, 8), numbers(player));
        assertContinuous(player.rtp());
    }

    @Test
    void dropsWhatIsLongerThanAPacketMayBe() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.packet(Sections.OPUS, 1, 0, Scene.AUDIO_SSRC, false, Rtp.payload(1, 1_473)));
        publisher.sendRaw(Rtp.packet(Sections.OPUS, 2, 0, Scene.AUDIO_SSRC, false, Rtp.payload(1, 60_000)));
        publisher.send(Rtp.packet(Sections.OPUS, 3, 0, Scene.AUDIO_SSRC, false, Rtp.payload(3, 1_472)));
        scene.network.run(SECOND);

        assertEquals(List.of(3), numbers(player));
        assertEquals(2, scene.dropped(DropReason.TOO_LONG));
    }

    @Test
    void leavesNoHoleForPaddingThatIsNotForwarded() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.keyFrame(1, 0));
        publisher.send(Rtp.padding(Sections.VP8, 2, 0, Scene.VIDEO_SSRC));
        publisher.send(Rtp.padding(Sections.VP8, 3, 0, Scene.VIDEO_SSRC));
        publisher.send(Rtp.deltaFrame(4, 3000));
        scene.network.run(SECOND);

        assertEquals(List.of(1, 4), numbers(player));
        assertContinuous(player.rtp());
        assertEquals(2, scene.participant(publisher).tracks().get(1).paddingPacketsReceived());
    }

    @Test
    void keepsTheHoleOfALostPacketOpenUntilThatComes() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.audio(65534));
        publisher.send(Rtp.audio(0));
        publisher.send(Rtp.audio(1));
        scene.network.run(MILLISECOND);
        int first = player.rtp().getFirst().sequenceNumber();
        assertEquals(first + 2 & 0xffff, player.rtp().get(1).sequenceNumber());

        publisher.send(Rtp.audio(65535));
        scene.network.run(MILLISECOND);

        RtpPacket late = player.rtp().getLast();
        assertEquals(65535, Rtp.numberIn(late));
        assertEquals(first + 1 & 0xffff, late.sequenceNumber());
    }

    @Test
    void forwardsAPacketOnceThatCameByItselfAndAsARetransmission() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        publisher.send(Rtp.keyFrame(1, 0));
        publisher.send(Rtp.deltaFrame(3, 6000));
        publisher.send(Rtp.retransmission(Rtp.deltaFrame(2, 3000), 50));
        publisher.send(Rtp.deltaFrame(2, 3000));
        publisher.send(Rtp.retransmission(Rtp.deltaFrame(3, 6000), 51));
        scene.network.run(SECOND);

        assertEquals(List.of(1, 3, 2), numbers(player));
        assertEquals(2, scene.dropped(DropReason.DUPLICATE));
        assertEquals(2, scene.participant(publisher).tracks().get(1).retransmittedPacketsReceived());
    }

    @Test
    void translatesExtensionsAndBlanksWhatThePlayerDidNotNegotiate() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        OfferedMedia plain = Sections.audio("7", Direction.RECVONLY, 0);
        OfferedMedia otherIds = new OfferedMedia("audio", "7", Direction.RECVONLY, plain.codecs(),
                List.of(new ExtMap(9, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
                        new ExtMap(2, "urn:ietf:params:rtp-hdrext:sdes:mid")),
                List.of(), List.of());
        ScriptedPeer player = scene.player("room", "cam", otherIds);

        publisher.send(audioWithExtensions());
        scene.network.run(SECOND);

        RtpPacket received = player.rtp().getFirst();
        assertEquals(-1, received.extension(Sections.AUDIO_LEVEL_ID));
        assertEquals(-1, received.extension(Sections.TRANSPORT_CC_ID));
        assertEquals(0x2a, received.bytes()[received.extension(9)]);
        assertEquals('7', received.bytes()[received.extension(2)]);
        assertArrayEquals(Rtp.payload(1, 40), Rtp.payloadOf(received));
    }

    @Test
    void blanksAMidThatHasNoRoomForThePlayersMid() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam", Sections.audio("microphone", Direction.RECVONLY, 0));

        publisher.send(audioWithExtensions());
        scene.network.run(SECOND);

        RtpPacket received = player.rtp().getFirst();
        assertEquals(-1, received.extension(Sections.MID_ID));
        assertEquals(0x2a, received.bytes()[received.extension(Sections.AUDIO_LEVEL_ID)]);
    }

    @Test
    void hidesFromThePlayerThatTheSourceIsAnotherOne() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.keyFrame(1, 90_000));
        scene.network.run(2 * SECOND);
        int before = publisher.rtcp(PictureLossIndication.class).size();

        int another = 0x777;
        publisher.send(
                Rtp.withMid(Rtp.packet(Sections.VP8, 30_000, 5_000_000, another, true, Rtp.frame(2, false)), "1"));
        scene.network.run(10 * MILLISECOND);
        assertEquals(before + 1, publisher.rtcp(PictureLossIndication.class).size());
        publisher
                .send(Rtp.withMid(Rtp.packet(Sections.VP8, 30_001, 5_003_000, another, true, Rtp.frame(3, true)), "1"));
        scene.network.run(SECOND);

        List<RtpPacket> received = player.rtp();
        assertEquals(List.of(1, 3), numbers(player));
        assertContinuous(received);
        assertEquals(received.get(0).ssrc(), received.get(1).ssrc());
        long passed = received.get(1).timestamp() - received.get(0).timestamp();
        assertEquals(2.01 * 90_000, passed, 900);
    }

    @Test
    void servesSeveralPublishersAndPlayersOfARoom() {
        ScriptedPeer one = scene.publisher("room", "one");
        ScriptedPeer two = scene.publisher("room", "two");
        List<ScriptedPeer> ofOne = List.of(scene.player("room", "one"), scene.player("room", "one"));
        ScriptedPeer ofTwo = scene.player("room", "two");

        one.send(Rtp.audio(1));
        two.send(Rtp.audio(2));
        two.send(Rtp.audio(3));
        scene.network.run(SECOND);

        ofOne.forEach(player -> assertEquals(List.of(1), numbers(player)));
        assertEquals(List.of(2, 3), numbers(ofTwo));
        assertEquals(4, scene.server.snapshot().packetsForwarded());
    }

    @Test
    void tellsWhatWentThrough() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.audio(1));
        publisher.send(Rtp.keyFrame(1, 0));
        publisher.send(Rtp.deltaFrame(2, 3000));
        scene.network.run(SECOND);

        WorkerSnapshot.InboundTrack video = scene.participant(publisher).tracks().get(1);
        assertEquals("VP8", video.codec());
        assertEquals(Scene.VIDEO_SSRC, video.ssrc());
        assertEquals(2, video.packetsReceived());
        assertEquals(400, video.bytesReceived());
        assertEquals(1, video.keyFramesReceived());
        assertEquals(1, video.subscriptions());
        WorkerSnapshot.OutboundTrack copy = scene.participant(player).subscriptions().get(1);
        assertTrue(copy.active());
        assertEquals(2, copy.packetsSent());
        assertEquals(400, copy.bytesSent());
        WorkerSnapshot.Transport transport = scene.participant(player).transport();
        assertEquals("connected", transport.iceState());
        assertEquals("connected", transport.dtlsState());
        assertEquals("AEAD_AES_128_GCM", transport.srtpProfile());
    }

    private static byte[] audioWithExtensions() {
        byte[] bytes = new byte[200];
        RtpPacket.writeHeader(bytes, 0, Sections.OPUS, false, 1, 960, (int) Scene.AUDIO_SSRC);
        int payload = new ExtensionWriter().begin(bytes, 0).element(Sections.AUDIO_LEVEL_ID, new byte[]{0x2a}, 0, 1)
                .transportSequenceNumber(Sections.TRANSPORT_CC_ID, 5).text(Sections.MID_ID, "0").end();
        return Rtp.withPayload(bytes, payload, Rtp.payload(1, 40));
    }

    private static List<Integer> numbers(ScriptedPeer player) {
        return player.rtp().stream().map(Rtp::numberIn).toList();
    }

    private static void assertContinuous(List<RtpPacket> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertEquals(packets.get(i - 1).sequenceNumber() + 1 & 0xffff, packets.get(i).sequenceNumber());
        }
    }
}
