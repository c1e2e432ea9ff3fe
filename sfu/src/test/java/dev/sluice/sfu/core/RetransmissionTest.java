package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.ExtendedReport;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.testkit.Fate;

class RetransmissionTest {
    private final Scene scene = new Scene(3);
    private final ScriptedPeer publisher = scene.publisher("room", "cam");
    private final ScriptedPeer player = scene.player("room", "cam");
    private final long ssrc = Scene.ssrcTold(player, "1");
    private final long rtxSsrc = Scene.ssrcTold(player, "1", 1);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void repeatsWhatAPlayerLostOnTheRetransmissionStream() {
        sendVideo(0, 10);
        List<RtpPacket> received = player.rtp(ssrc);
        int lost = received.get(4).sequenceNumber();

        player.send(new Nack(1, ssrc, new int[]{lost}));
        scene.network.run(MILLISECOND);

        List<RtpPacket> repeated = player.rtp(rtxSsrc);
        assertEquals(1, repeated.size());
        RtpPacket packet = repeated.getFirst();
        assertEquals(Sections.VP8_RTX, packet.payloadType());
        assertEquals(lost, Rtx.originalSequenceNumber(packet));
        Rtx.decapsulate(packet, Sections.VP8, (int) ssrc);
        assertArrayEquals(bytes(received.get(4)), bytes(packet));
        assertEquals(1, scene.participant(player).subscriptions().get(1).retransmittedPacketsSent());
    }

    @Test
    void asksThePublisherOnceForWhatAllPlayersMiss() {
        scene.player("room", "cam");
        publisher.send(Rtp.keyFrame(0, 0));
        publisher.send(Rtp.deltaFrame(1, 3000));
        publisher.send(Rtp.deltaFrame(4, 12000));
        scene.network.run(50 * MILLISECOND);

        List<Nack> nacks = publisher.rtcp(Nack.class);
        assertEquals(1, nacks.size());
        assertArrayEquals(new int[]{2, 3}, nacks.getFirst().sequenceNumbers());
        assertEquals(Scene.VIDEO_SSRC, nacks.getFirst().mediaSsrc());

        publisher.send(Rtp.retransmission(Rtp.deltaFrame(2, 6000), 1));
        publisher.send(Rtp.retransmission(Rtp.deltaFrame(3, 9000), 2));
        scene.network.run(2 * SECOND);

        assertEquals(List.of(0, 1, 4, 2, 3), player.rtp(ssrc).stream().map(Rtp::numberIn).toList());
        assertEquals(1, publisher.rtcp(Nack.class).size());
    }

    @Test
    void repeatsAsItWasSentWhereThereIsNoRetransmissionStream() {
        RtpCodec opus = new RtpCodec(Sections.OPUS, "opus", 48000, 2, Map.of(), List.of("nack"));
        OfferedMedia section = new OfferedMedia("audio", "0", Direction.RECVONLY, List.of(opus), List.of(), List.of(),
                List.of());
        ScriptedPeer bare = scene.player("room", "cam", section);
        long told = Scene.ssrcTold(bare, "0");
        List<byte[]> wire = new ArrayList<>();
        scene.network.tap((_, fate, _, to, bytes) -> {
            if (fate == Fate.DELIVERED && to.equals(bare.address()) && bytes[0] == (byte) 0x80
                    && bytes[1] == Sections.OPUS) {
                wire.add(bytes);
            }
        });
        for (int number = 0; number < 10; number++) {
            publisher.send(Rtp.audio(number));
        }
        scene.network.run(MILLISECOND);
        int lost = bare.rtp(told).get(4).sequenceNumber();

        bare.send(new Nack(1, told, new int[]{lost}));
        scene.network.run(MILLISECOND);

        assertEquals(11, wire.size());
        assertArrayEquals(wire.get(4), wire.get(10));
    }

    @Test
    void asksForAKeyframeWhenAPacketIsLostForGood() {
        sendVideo(0, 3);
        int before = publisher.rtcp(PictureLossIndication.class).size();
        publisher.send(Rtp.deltaFrame(5, 15000));
        scene.network.run(5 * SECOND);

        assertTrue(publisher.rtcp(Nack.class).size() >= 5, "it was given up too soon");
        assertTrue(publisher.rtcp(PictureLossIndication.class).size() > before);
    }

    @Test
    void asksAgainAfterARoundTripToThePublisher() {
        scene.network.run(3 * SECOND);
        ExtendedReport question = publisher.rtcp(ExtendedReport.class).getLast();
        long asker = question.senderSsrc();
        long clock = ((ExtendedReport.Block.ReceiverReferenceTime) question.blocks().getFirst()).ntpTime();
        long held = scene.network.now() - NtpTime.between(0, clock);
        scene.network.run(300 * MILLISECOND);
        var entry = new ExtendedReport.Block.Entry(asker, NtpTime.middle(clock), NtpTime.toUnits(held));
        publisher.send(new ExtendedReport(Scene.VIDEO_SSRC,
                List.of(new ExtendedReport.Block.DelaySinceLastReceiverReport(List.of(entry)))));
        scene.network.run(MILLISECOND);
        assertEquals(0.3, scene.participant(publisher).transport().currentRoundTripTime(), 0.001);

        sendVideo(0, 3);
        publisher.send(Rtp.deltaFrame(5, 15000));
        scene.network.run(250 * MILLISECOND);
        assertEquals(1, publisher.rtcp(Nack.class).size());
        scene.network.run(250 * MILLISECOND);
        assertEquals(2, publisher.rtcp(Nack.class).size());
    }

    @Test
    void answersNothingThatItNeverSent() {
        sendVideo(0, 10);
        Set<Integer> sent = new TreeSet<>(player.rtp(ssrc).stream().map(RtpPacket::sequenceNumber).toList());

        int[] others = IntStream.range(0, 2000).map(i -> sent.iterator().next() + 10 + i & 0xffff).toArray();
        player.send(new Nack(1, ssrc, Arrays.copyOf(others, 250)));
        player.send(new Nack(1, 0x12345, sent.stream().mapToInt(Integer::intValue).toArray()));
        scene.network.run(SECOND);

        assertEquals(0, player.rtp(rtxSsrc).size());
    }

    @Test
    void doesNotRepeatAPacketAgainWhileTheFirstRepetitionMayBeUnderWay() {
        sendVideo(0, 10);
        int lost = player.rtp(ssrc).get(4).sequenceNumber();

        for (int i = 0; i < 8; i++) {
            player.send(new Nack(1, ssrc, new int[]{lost}));
            scene.network.run(MILLISECOND);
        }

        assertEquals(1, player.rtp(rtxSsrc).size());
    }

    /// 65,535 numbers, a hundred times a second.
    @Test
    void spendsAFifthOfTheStreamAtMostOnAPlayerThatAsksForEverythingAllTheTime() {
        int[] everything = IntStream.range(0, 0x10000).toArray();
        for (int number = 0; number < 1_000; number++) {
            publisher.send(number == 0 ? Rtp.keyFrame(0, 0) : Rtp.deltaFrame(number, number * 900L));
            for (int from = number % 4 * 4_096; from < everything.length; from += 16_384) {
                player.send(new Nack(1, ssrc, Arrays.copyOfRange(everything, from, from + 4_096)));
            }
            scene.network.run(10 * MILLISECOND);
        }

        long sent = player.rtp(ssrc).stream().mapToLong(RtpPacket::length).sum();
        long repeated = player.rtp(rtxSsrc).stream().mapToLong(RtpPacket::length).sum();
        assertEquals(1_000, player.rtp(ssrc).size());
        assertTrue(repeated > sent / 10, "the honest part of the requests goes unanswered");
        assertTrue(sent + repeated <= 1.2 * sent, "sent " + sent + ", repeated " + repeated);
    }

    private void sendVideo(int from, int to) {
        for (int number = from; number < to; number++) {
            publisher.send(
                    number == from ? Rtp.keyFrame(number, number * 3000L) : Rtp.deltaFrame(number, number * 3000L));
        }
        scene.network.run(MILLISECOND);
    }

    private static byte[] bytes(RtpPacket packet) {
        return Arrays.copyOfRange(packet.bytes(), packet.offset(), packet.offset() + packet.length());
    }
}
