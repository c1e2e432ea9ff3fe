package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.ReceiverEstimatedMaximumBitrate;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.SenderReport;
import dev.sluice.sdp.Direction;
import dev.sluice.wire.UdpLoop;

/// What one participant, or somebody who is none, cannot do to others.
class IsolationTest {
    private final Scene scene = new Scene(4);

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void twoPublishersWithTheSameSsrcDoNotMeet() {
        ScriptedPeer one = scene.publisher("room", "one");
        ScriptedPeer two = scene.publisher("room", "two");
        ScriptedPeer playerOfOne = scene.player("room", "one");
        ScriptedPeer playerOfTwo = scene.player("room", "two");

        for (int number = 0; number < 1000; number++) {
            one.send(Rtp.audio(2 * number));
            two.send(Rtp.audio(2 * number + 1));
        }
        scene.network.run(SECOND);

        assertEquals(1000, playerOfOne.rtp().size());
        assertEquals(1000, playerOfTwo.rtp().size());
        assertTrue(playerOfOne.rtp().stream().allMatch(packet -> Rtp.numberIn(packet) % 2 == 0));
        assertTrue(playerOfTwo.rtp().stream().allMatch(packet -> Rtp.numberIn(packet) % 2 == 1));
    }

    @Test
    void aMidOfSomebodyElseMeansNothing() {
        scene.publisher("room", "victim", Sections.audio("victim", Direction.SENDONLY, 7));
        ScriptedPeer attacker = scene.publisher("room", "attacker");
        ScriptedPeer player = scene.player("room", "victim");

        attacker.send(Rtp.withMid(Rtp.packet(Sections.OPUS, 1, 0, 7, false, Rtp.payload(1, 60)), "victim"));
        attacker.send(Rtp.packet(55, 1, 0, 8, false, Rtp.payload(1, 60)));
        scene.network.run(SECOND);

        assertEquals(0, player.rtp().size());
        assertEquals(2, scene.dropped(DropReason.UNKNOWN_SOURCE));
    }

    @Test
    void aMillionSsrcsFillNothing() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.audio(1));
        publisher.send(Rtp.keyFrame(1, 0));
        int before = 2;

        // as many as the attacker's own SRTP contexts allow are authentic, the rest is made up on the wire
        for (int ssrc = 1; ssrc <= 1000; ssrc++) {
            publisher.send(Rtp.packet(Sections.OPUS, ssrc, 0, 0x5000_0000L + ssrc, false, Rtp.payload(1, 60)));
        }
        byte[] forged = Rtp.packet(Sections.OPUS, 1, 0, 0, false, Rtp.payload(1, 90));
        for (int ssrc = 1; ssrc <= 100_000; ssrc++) {
            Rtp.wrap(forged).ssrc(ssrc * 7);
            publisher.sendRaw(forged);
        }
        publisher.send(Rtp.audio(2));
        scene.network.run(SECOND);

        assertEquals(before + 1, player.rtp().size());
        assertTrue(scene.dropped(DropReason.TOO_MANY_SOURCES) >= 100_000, "the table of sources has no bound");
    }

    @Test
    void rtpFromAnAddressThatNobodyCheckedFromIsNotHeardNorAnswered() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        UdpLoop.UdpSocket elsewhere = publisher.openSocket();

        publisher.send(elsewhere, Rtp.audio(1));
        publisher.sendTo(elsewhere, new byte[]{22, (byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
        scene.network.run(SECOND);

        assertEquals(0, player.rtp().size());
        assertEquals(2, scene.dropped(DropReason.UNVALIDATED_ADDRESS));
        assertFalse(scene.server.hasSentTo(elsewhere.localAddress()));
    }

    @Test
    void aCheckWithAWrongPasswordMovesNobody() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        UdpLoop.UdpSocket elsewhere = scene.stranger();

        player.sendForgedCheck(elsewhere);
        publisher.send(Rtp.audio(1));
        scene.network.run(SECOND);

        assertEquals(1, player.rtp().size());
        assertFalse(scene.server.hasSentTo(elsewhere.localAddress()));
    }

    @Test
    void nobodyTakesTheAddressOfAParticipantThatIsThere() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        ScriptedPeer attacker = scene.publisher("room", "attacker");

        attacker.sendCheck(publisher.socket());     // a forged source address
        scene.network.run(10 * MILLISECOND);
        publisher.send(Rtp.audio(1));
        scene.network.run(SECOND);

        assertEquals(1, player.rtp().size());
        assertEquals(1, scene.dropped(DropReason.ADDRESS_TAKEN));
    }

    @Test
    void rtcpAboutOthersChangesNothing() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        ScriptedPeer attacker = scene.player("room", "cam");
        publisher.send(Rtp.keyFrame(1, 0));
        scene.network.run(2 * SECOND);
        publisher.forget();
        long victim = Scene.ssrcTold(player, "1");

        for (long ssrc : new long[]{victim, Scene.VIDEO_SSRC}) {
            attacker.send(new ReceiverReport(1, List.of(new ReportBlock(ssrc, 255, 1000, 0, 99999, 1, 1))),
                    new SenderReport(ssrc, -1, 5, 5, 5, List.of()),
                    new ReceiverEstimatedMaximumBitrate(1, 1, List.of(ssrc)),
                    new PictureLossIndication(1, ssrc),
                    new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(ssrc, 1))),
                    new Nack(1, ssrc, new int[]{1}), new Goodbye(List.of(ssrc), "forged"));
        }
        publisher.send(Rtp.deltaFrame(2, 3000));
        scene.network.run(SECOND);

        assertEquals(2, player.rtp().size());
        assertEquals(List.of(), publisher.rtcp(PictureLossIndication.class));
        assertEquals(0, scene.participant(player).subscriptions().get(1).fractionLost());
        assertEquals(0, scene.participant(player).subscriptions().get(1).nackCount());
        assertTrue(player.rtcp(Goodbye.class).isEmpty());
    }

    @Test
    void rtcpIsNeverRelayed() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.audio(1));
        scene.network.run(SECOND);
        player.forget();

        publisher.send(new RtcpPacket.Unknown(204, 0, new byte[]{1, 2, 3, 4, 'N', 'A', 'M', 'E'}));
        scene.network.run(10 * MILLISECOND);

        assertTrue(player.rtcp(RtcpPacket.class).isEmpty());
    }

    @Test
    void aPlayerThatSendsMediaReachesNobody() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        player.send(Rtp.audio(1));
        scene.network.run(SECOND);

        assertEquals(1, scene.dropped(DropReason.NOT_PUBLISHING));
        assertEquals(0, publisher.rtp().size());
    }

    @Test
    void aReplayedPacketGoesOnOnce() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        byte[] packet = publisher.protectedCopy(Rtp.audio(1));

        for (int i = 0; i < 1000; i++) {
            publisher.sendRaw(packet);
        }
        scene.network.run(SECOND);

        assertEquals(1, player.rtp().size());
        assertEquals(999, scene.dropped(DropReason.REPLAYED));
    }

    @Test
    void noAddressOfAPublisherIsInAnyAnswer() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");

        assertFalse(player.answer().toString().contains(publisher.address().getAddress().getHostAddress()));
    }

    @Test
    void garbageToTheMediaPortIsNeverAnswered() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        UdpLoop.UdpSocket stranger = scene.stranger();
        Random random = new Random(5);

        for (int i = 0; i < 10_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            publisher.sendTo(stranger, garbage);
        }
        scene.network.run(SECOND);

        assertFalse(scene.server.hasSentTo(stranger.localAddress()));
    }
}
