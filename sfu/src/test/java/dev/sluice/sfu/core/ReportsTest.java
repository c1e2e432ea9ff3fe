package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.ExtensionWriter;
import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SourceDescription;
import dev.sluice.rtp.TransportFeedback;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.testkit.LinkProfile;

class ReportsTest {
    private static final long NTP_AT_START = NtpTime.ofUnixNanos(1_763_000_000L * SECOND);

    private final Scene scene = new Scene(6);

    @AfterEach
    void close() {
        scene.close();
    }

    /// The publisher captures a sound and a picture at each tenth of a second. A player that follows our reports must find them to be of one moment.
    @Test
    void soundAndPictureOfOneMomentStayOfOneMoment() {
        scene.network.link(LinkProfile.IDEAL.withDelay(30 * MILLISECOND).withJitter(25 * MILLISECOND));
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        long start = scene.network.now();

        for (int i = 0; i < 100; i++) {
            publisher.send(
                    Rtp.packet(Sections.OPUS, i, 7_000 + 4_800L * i, Scene.AUDIO_SSRC, false, Rtp.payload(i, 60)));
            publisher.send(Rtp.packet(Sections.VP8, i, 900_000 + 9_000L * i, Scene.VIDEO_SSRC, true,
                    Rtp.frame(i, i % 10 == 0)));
            if (i % 7 == 0) {
                publisher.send(report(Scene.AUDIO_SSRC, start, 7_000, 48_000));
            }
            if (i % 11 == 3) {
                publisher.send(report(Scene.VIDEO_SSRC, start, 900_000, 90_000));
            }
            scene.network.run(100 * MILLISECOND);
        }

        List<SenderReport> sound = reports(player, Scene.ssrcTold(player, "0"));
        List<SenderReport> picture = reports(player, Scene.ssrcTold(player, "1"));
        assertTrue(sound.size() >= 6 && picture.size() >= 6, sound.size() + " and " + picture.size() + " reports");
        for (SenderReport report : sound) {
            assertEquals(0, secondsSinceStart(report.ntpTime()) - (report.rtpTimestamp() - 7_000) / 48_000.0, 0.0001);
        }
        for (SenderReport report : picture) {
            assertEquals(0, secondsSinceStart(report.ntpTime()) - (report.rtpTimestamp() - 900_000) / 90_000.0, 0.0001);
        }
        assertTrue(sound.getLast().packetCount() > sound.getFirst().packetCount());
    }

    /// The handshake's result may have waited for the worker's thread.
    @Test
    void theFirstReportCountsFromTheEndOfTheHandshakeHoweverLateTheWorkerLearnsOfIt() {
        scene.server.delayTasks(2_900 * MILLISECOND);
        ScriptedPeer publisher = scene.peer();
        publisher.accept(scene.server.publish("room", "cam",
                publisher.offer(Sections.audio("0", Direction.SENDONLY, Scene.AUDIO_SSRC))));
        publisher.connect();
        scene.network.run(MILLISECOND);
        publisher.stopChecks();                 // from here on nothing else tells the worker the time
        scene.network.runUntil(publisher::isConnected, 20 * SECOND);

        scene.network.run(240 * MILLISECOND);
        assertEquals(List.of(), publisher.rtcp(ReceiverReport.class));
        scene.network.run(20 * MILLISECOND);
        assertEquals(1, publisher.rtcp(ReceiverReport.class).size());
    }

    @Test
    void bothTracksOfAPublisherHaveOneNameThatIsNotThePublishersOwn() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(Rtp.audio(1));
        publisher.send(Rtp.keyFrame(1, 0));
        publisher.send(report(Scene.AUDIO_SSRC, scene.network.now(), 0, 48_000));
        publisher.send(report(Scene.VIDEO_SSRC, scene.network.now(), 0, 90_000));
        scene.network.run(3 * SECOND);

        SourceDescription description = player.rtcp(SourceDescription.class).getLast();
        List<String> names = description.chunks().stream().map(chunk -> chunk.items().getFirst().text()).distinct()
                .toList();
        assertEquals(2, description.chunks().size());
        assertEquals(1, names.size());
        assertEquals(names.getFirst(), player.answer().media("0").orElseThrow().ssrcs().getFirst().cname());
        assertTrue(!names.contains("cname"));
        assertEquals(List.of("0", "1"),
                description.chunks().stream().map(chunk -> chunk.items().get(1).text()).toList());
    }

    @Test
    void aPlayerOfThirtyOneTracksWithTheLongestOfNamesGetsReportsThatFitAPacket() {
        try (Scene wide = new Scene(16, config -> Scene.withTracks(config, 31))) {
            OfferedMedia[] sent = new OfferedMedia[31];
            OfferedMedia[] received = new OfferedMedia[31];
            for (int i = 0; i < 31; i++) {
                sent[i] = Sections.audio("m" + i, Direction.SENDONLY, 1_000 + i);
                received[i] = Sections.audio((i + "-").repeat(120).substring(0, 240 - i % 2 * 226), Direction.RECVONLY,
                        0);
            }
            ScriptedPeer publisher = wide.publisher("room", "cam", sent);
            ScriptedPeer player = wide.player("room", "cam", received);
            int[] longest = new int[1];
            wide.network.tap((_, _, _, _, bytes) -> longest[0] = Math.max(longest[0], bytes.length));
            for (int i = 0; i < 31; i++) {
                publisher.send(Rtp.packet(Sections.OPUS, 1, 0, 1_000 + i, false, Rtp.payload(i, 60)));
                publisher.send(new SenderReport(1_000 + i, NTP_AT_START, 0, 0, 0, List.of()));
            }
            wide.network.run(3 * SECOND);

            assertEquals(31, player.rtcp(SenderReport.class).stream().map(SenderReport::ssrc).distinct().count());
            assertTrue(longest[0] <= 1_200, longest[0] + " bytes");
        }
    }

    @Test
    void tellsThePublisherWhatArrivedAboutOnceASecond() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        publisher.send(report(Scene.AUDIO_SSRC, scene.network.now(), 0, 48_000));
        for (int number = 0; number < 500; number++) {
            if (number % 10 != 3) {
                publisher.send(Rtp.audio(65_500 + number));
            }
            scene.network.run(20 * MILLISECOND);
        }

        List<ReceiverReport> reports = publisher.rtcp(ReceiverReport.class);
        assertTrue(reports.size() >= 7 && reports.size() <= 20, reports.size() + " reports in 10 s");
        ReportBlock last = reports.getLast().reports().getFirst();
        assertEquals(Scene.AUDIO_SSRC, last.ssrc());
        assertEquals(0.1, last.fractionLost() / 256.0, 0.03);
        assertEquals(50, last.cumulativeLost(), 6);
        assertTrue(last.highestSequence() > 0xffff, "the wrap is not counted");
        assertEquals(NtpTime.middle(NTP_AT_START), last.lastSenderReport());
    }

    @Test
    void measuresTheRoundTripToThePlayer() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        scene.network.link(LinkProfile.IDEAL.withDelay(40 * MILLISECOND));
        ScriptedPeer player = scene.player("room", "cam");
        publisher.send(report(Scene.AUDIO_SSRC, scene.network.now(), 0, 48_000));
        publisher.send(Rtp.audio(1));
        long ssrc = Scene.ssrcTold(player, "0");
        scene.network.runUntil(() -> !reports(player, ssrc).isEmpty(), 5 * SECOND);
        scene.network.run(250 * MILLISECOND);

        SenderReport report = reports(player, ssrc).getLast();
        long held = NtpTime.toUnits(250 * MILLISECOND);
        player.send(new ReceiverReport(1,
                List.of(new ReportBlock(ssrc, 64, 7, 0, 480, NtpTime.middle(report.ntpTime()), held))));
        scene.network.run(SECOND);

        WorkerSnapshot.OutboundTrack sound = scene.participant(player).subscriptions().getFirst();
        assertEquals(0.080, sound.roundTripTime(), 0.001);
        assertEquals(0.25, sound.fractionLost());
        assertEquals(7, sound.packetsLost());
        assertEquals(0.01, sound.jitter(), 0.0001);
    }

    @Test
    void tellsThePublisherWhenEachPacketOfItsTransportArrived() {
        ScriptedPeer publisher = scene.publisher("room", "cam");
        for (int i = 0; i < 50; i++) {
            if (i % 5 != 2) {
                publisher.send(withTransportNumber(i));
            }
            scene.network.run(10 * MILLISECOND);
        }
        scene.network.run(SECOND);

        List<TransportFeedback> feedback = publisher.rtcp(TransportFeedback.class);
        assertTrue(feedback.size() >= 4 && feedback.size() <= 7, feedback.size() + " in half a second");
        assertEquals(50, feedback.stream().mapToInt(TransportFeedback::packetCount).sum());
    }

    private static byte[] withTransportNumber(int number) {
        byte[] bytes = new byte[200];
        boolean video = number % 2 == 1;
        RtpPacket.writeHeader(bytes, 0, video ? Sections.VP8 : Sections.OPUS, false, number / 2, number * 480L,
                (int) (video ? Scene.VIDEO_SSRC : Scene.AUDIO_SSRC));
        int payload = new ExtensionWriter().begin(bytes, 0)
                .transportSequenceNumber(Sections.TRANSPORT_CC_ID, 65_520 + number).end();
        return Rtp.withPayload(bytes, payload, Rtp.payload(number, 100));
    }

    private SenderReport report(long ssrc, long start, long firstTimestamp, int clockRate) {
        long elapsed = scene.network.now() - start;
        long timestamp = firstTimestamp + elapsed / MILLISECOND * clockRate / 1000;
        return new SenderReport(ssrc, NtpTime.plus(NTP_AT_START, elapsed / MILLISECOND * MILLISECOND), timestamp, 0, 0,
                List.of());
    }

    private static double secondsSinceStart(long ntp) {
        return NtpTime.between(NTP_AT_START, ntp) / 1e9;
    }

    private static List<SenderReport> reports(ScriptedPeer player, long ssrc) {
        return player.rtcp(SenderReport.class).stream().filter(report -> report.ssrc() == ssrc).toList();
    }
}
