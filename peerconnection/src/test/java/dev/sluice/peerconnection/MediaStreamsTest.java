package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.sluice.rtp.ExtensionWriter;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SenderReport;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.testkit.SimulatedNetwork;

/// Where packets go that the transport has opened, and what becomes of those that belong nowhere.
class MediaStreamsTest {
    private static final int MID = 3;
    private static final int CAMERA = 0x1111;
    private static final int CAMERA_RTX = 0x2222;

    private final List<String> delivered = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final MediaStreams streams = new MediaStreams(SECOND, new MediaStreams.Output() {
        @Override
        public void onArrival(RtpPacket packet, int transportCcId, long now) {}

        @Override
        public void sendNack(int mediaSsrc, int[] sequenceNumbers, int count) {
            asked.add(Integer.toHexString(mediaSsrc) + Arrays.toString(Arrays.copyOf(sequenceNumbers, count)));
        }
    });
    private long now;

    @Test
    void theMidDecidesWhereAPacketBelongs() {
        section("video", "camera", Direction.RECVONLY);
        section("video", "screen", Direction.RECVONLY);

        receive(96, 1, 0x7777, "screen");
        receive(96, 1, 0x8888, "camera");

        assertEquals(List.of("screen 1", "camera 1"), delivered);
    }

    @Test
    void thenTheSsrcThatWasSeenOrAnnounced() {
        section("video", "camera", Direction.RECVONLY);
        section("video", "screen", Direction.RECVONLY);
        receive(96, 1, 0x7777, "screen");

        receive(96, 2, 0x7777, "");
        receive(96, 1, CAMERA, "");

        assertEquals(List.of("screen 1", "screen 2", "camera 1"), delivered);
    }

    @Test
    void thenThePayloadTypeIfOnlyOneSectionHasIt() {
        section("video", "camera", Direction.RECVONLY);
        section("audio", "voice", Direction.RECVONLY);

        receive(111, 1, 0x7777, "");

        assertEquals(List.of("voice 1"), delivered);
    }

    @Test
    void whatBelongsNowhereIsDroppedAndCounted() {
        section("video", "camera", Direction.RECVONLY);
        section("video", "screen", Direction.RECVONLY);
        section("audio", "voice", Direction.SENDONLY);

        receive(96, 1, 0x7777, "");
        receive(96, 1, 0x7777, "nobody");
        receive(50, 1, 0x7777, "camera");
        receive(111, 1, 0x7777, "voice");
        streams.onRtp(new byte[20], 0, 20, now);
        retransmit(5, 0x9999, "camera");

        assertEquals(List.of(), delivered);
        assertEquals(2, streams.drops.unknownSource);
        assertEquals(1, streams.drops.unknownPayloadType);
        assertEquals(1, streams.drops.notAgreed);
        assertEquals(1, streams.drops.malformed);
        assertEquals(1, streams.drops.unknownRepair);
    }

    @Test
    void whatIsMissingIsAskedForAndPutInItsPlace() {
        section("video", "camera", Direction.RECVONLY);
        receive(96, 10, CAMERA, "camera");
        receive(96, 12, CAMERA, "camera");
        elapse(50 * MILLISECOND);
        assertEquals(List.of("1111[11]"), asked);

        retransmit(11, CAMERA_RTX, "camera");
        retransmit(11, CAMERA_RTX, "camera");

        assertEquals(List.of("camera 10", "camera 11", "camera 12"), delivered);
    }

    @Test
    void whatDoesNotComeInTimeIsSkipped() {
        section("video", "camera", Direction.RECVONLY);
        receive(96, 10, CAMERA, "camera");
        receive(96, 12, CAMERA, "camera");
        elapse(SECOND);

        assertEquals(List.of("camera 10", "camera 12"), delivered);
        assertEquals(1, streams.stream(CAMERA).counters.packetsSkipped);
    }

    @Test
    void paddingOfTheRetransmissionStreamIsNoPacket() {
        section("video", "camera", Direction.RECVONLY);
        receive(96, 10, CAMERA, "camera");
        receive(97, 1, CAMERA_RTX, "camera");

        assertEquals(List.of("camera 10"), delivered);
    }

    @Test
    void theFirstPacketMayComeAsARetransmission() {
        section("video", "camera", Direction.RECVONLY);
        retransmit(9, CAMERA_RTX, "camera");
        receive(96, 10, CAMERA, "camera");

        assertEquals(List.of("camera 9", "camera 10"), delivered);
    }

    @Test
    void aPeerThatInventsSourcesIsNotFollowedForever() {
        section("video", "camera", Direction.RECVONLY);
        for (int ssrc = 1; ssrc <= 20; ssrc++) {
            receive(96, 1, ssrc, "camera");
        }

        assertEquals(16, delivered.size());
        assertEquals(4, streams.drops.tooManyStreams);
    }

    @Test
    void sourcesThatHaveEndedMakeRoomForOthers() {
        section("video", "camera", Direction.RECVONLY);
        for (int ssrc = 1; ssrc <= 100; ssrc++) {
            receive(96, 1, ssrc, "camera");
            streams.onGoodbye(ssrc);
        }

        assertEquals(100, delivered.stream().filter(what -> what.equals("camera 1")).count());
        assertEquals(0, streams.drops.tooManyStreams);
    }

    @Test
    void whatIsUnderWayWhenAStreamEndsStillComesOnce() {
        section("video", "camera", Direction.RECVONLY);
        receive(96, 1, CAMERA, "camera");
        receive(96, 3, CAMERA, "camera");
        streams.onGoodbye(CAMERA);
        streams.onGoodbye(CAMERA);
        receive(96, 2, CAMERA, "camera");
        receive(96, 1, CAMERA, "camera");

        assertEquals(List.of("camera 1", "camera ends", "camera 2", "camera 3"), delivered);
    }

    @Test
    void aSectionThatIsRemovedIsForgotten() {
        RtpTransceiver camera = section("video", "camera", Direction.RECVONLY);
        receive(96, 1, CAMERA, "camera");

        streams.remove(camera);
        receive(96, 2, CAMERA, "camera");

        assertEquals(List.of("camera 1"), delivered);
        assertEquals(1, streams.drops.unknownSource);
    }

    /// Whoever knows the keys may send anything. Nothing of it may harm more than its own stream.
    @Test
    void aHundredThousandDamagedPacketsAreSurvived() {
        section("video", "camera", Direction.SENDRECV);
        section("audio", "voice", Direction.SENDRECV);
        RtcpReporter reporter = new RtcpReporter(streams, new RtcpWriter(1, "cname", (_, _) -> {}),
                new SplittableRandom(1), 0);
        Operations operations = new Operations(new SimulatedNetwork(1).host("192.0.2.1"), _ -> {});
        RtcpReader rtcp = new RtcpReader(streams, reporter, operations);
        byte[] control = rtcp(new Nack(1, CAMERA, new int[]{1, 2, 3}), new SenderReport(CAMERA, 1, 2, 3, 4, List.of()));
        SplittableRandom random = new SplittableRandom(7);

        for (int i = 0; i < 100_000; i++) {
            byte[] damaged = damage(switch (i % 4) {
                case 0 -> packet(96, i / 4 & 0xffff, CAMERA, "camera");
                case 1 -> packet(97, i / 4 & 0xffff, CAMERA_RTX, "camera");
                case 2 -> packet(111, i / 4 & 0xffff, 5, "voice");
                default -> control;
            }, random);
            if (Rtcp.isRtcp(damaged, 0, damaged.length)) {
                rtcp.onRtcp(damaged, 0, damaged.length, now);
            } else {
                streams.onRtp(damaged, 0, damaged.length, now);
            }
            elapse(random.nextLong(MILLISECOND));
        }

        assertTrue(streams.sections().stream().allMatch(section -> section.streams.size() <= 16));
        assertTrue(delivered.size() > 10_000);
    }

    private static byte[] damage(byte[] original, SplittableRandom random) {
        byte[] damaged = Arrays.copyOf(original,
                random.nextInt(4) == 0 ? 1 + random.nextInt(original.length) : original.length);
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static byte[] rtcp(RtcpPacket... packets) {
        byte[] bytes = new byte[500];
        return Arrays.copyOf(bytes, Rtcp.write(List.of(packets), bytes, 0));
    }

    private RtpTransceiver section(String kind, String mid, Direction direction) {
        SendStream stream = new SendStream(mid.hashCode(), 0, 0, RtcConfiguration.defaults(), null);
        RtpTransceiver transceiver = new RtpTransceiver(kind, direction,
                new RtpSender(null, null, stream, () -> true, 0, "track"),
                new RtpReceiver(_ -> {}), List.of(), false, () -> {});
        List<RtpCodec> codecs = kind.equals("video")
                ? List.of(DefaultCodecs.VP8, DefaultCodecs.rtx(97, DefaultCodecs.VP8)) : DefaultCodecs.audio();
        boolean announces = mid.equals("camera");
        streams.agree(transceiver,
                new MediaAgreement(mid, direction, codecs, codecs, Map.of(HeaderExtensions.MID, MID), true,
                        announces ? Set.of(CAMERA, CAMERA_RTX) : Set.of(),
                        announces ? Map.of(CAMERA_RTX, CAMERA) : Map.of()));
        transceiver.receiver().onPacket(packet -> delivered.add(mid + " " + packet.sequenceNumber()));
        transceiver.receiver().onEnd(() -> delivered.add(mid + " ends"));
        return transceiver;
    }

    private void receive(int payloadType, int sequenceNumber, int ssrc, String mid) {
        byte[] bytes = packet(payloadType, sequenceNumber, ssrc, mid);
        streams.onRtp(bytes, 0, bytes.length, now);
    }

    private static byte[] packet(int payloadType, int sequenceNumber, int ssrc, String mid) {
        byte[] bytes = new byte[100];
        RtpPacket.writeHeader(bytes, 0, payloadType, false, sequenceNumber, sequenceNumber * 3_000L, ssrc);
        ExtensionWriter extensions = new ExtensionWriter().begin(bytes, 0);
        int length = mid.isEmpty() ? extensions.end() : extensions.text(MID, mid).end();
        return Arrays.copyOf(bytes, payloadType == 97 ? length : length + 20);
    }

    private void retransmit(int original, int rtxSsrc, String mid) {
        byte[] bytes = packet(96, original, CAMERA, mid);
        RtpPacket packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        byte[] rtx = new byte[200];
        streams.onRtp(rtx, 0, Rtx.encapsulate(packet, 97, rtxSsrc, original, rtx), now);
    }

    private void elapse(long duration) {
        now += duration;
        streams.onTime(now);
    }
}
