package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// A million mutations of captured and hand-made packets through all parsers: no exception, no loop, and what was accepted can be used.
class MutationTest {
    private static final int MUTATIONS = 1_000_000;

    private final SplittableRandom random = new SplittableRandom(20_261_123);
    private final List<byte[]> rtp = new ArrayList<>();
    private final List<byte[]> rtcp = new ArrayList<>();
    private final byte[] bytes = new byte[2000];
    private final byte[] target = new byte[2000];
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket window = new RtpPacket();
    private final HeaderExtensions extensions = HeaderExtensions.mapping(Map.of(1, 2, 2, 1, 3, 200, 9, 4));
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final H264Payload h264 = new H264Payload();
    private final Av1Payload av1 = new Av1Payload();
    private long accepted;
    private long refused;
    private long sum;

    MutationTest() {
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            (captured.isRtp() ? rtp : rtcp).add(captured.bytes());
        }
        addAll(rtp, Vectors.json("rtp/malformed.json").get("packets"));
        addAll(rtcp, Vectors.json("rtcp/malformed.json").get("packets"));
        for (JsonNode list : Vectors.json("rtcp/feedback.json")) {
            addAll(rtcp, list);
        }
    }

    private static void addAll(List<byte[]> packets, JsonNode vectors) {
        vectors.forEach(vector -> packets.add(Vectors.hex(vector.path("hex").asText())));
    }

    @Test
    void mutatedRtpPacketsAreReadOrRefused() {
        for (int i = 0; i < MUTATIONS / 2; i++) {
            int length = mutate(rtp);
            if (packet.wrap(bytes, 0, length)) {
                accepted++;
                readAll(length);
            } else {
                refused++;
            }
        }
        assertTrue(accepted > 100_000 && refused > 20_000, () -> accepted + " accepted, " + refused + " refused");
    }

    @Test
    void mutatedRtcpIsReadOrRefused() {
        List<RtcpPacket> packets = new ArrayList<>();
        for (int i = 0; i < MUTATIONS / 2; i++) {
            int length = mutate(rtcp);
            packets.clear();
            if (Rtcp.parse(bytes, 0, length, packets)) {
                accepted++;
            } else {
                refused++;
            }
            if (!packets.isEmpty() && Rtcp.size(packets) <= target.length) {
                int written = Rtcp.write(packets, target, 0);
                assertEquals(packets.size(), Rtcp.parse(target, 0, written).size());
            }
            packets.forEach(this::visit);
        }
        assertTrue(accepted > 50_000 && refused > 50_000, () -> accepted + " accepted, " + refused + " refused");
    }

    private void readAll(int length) {
        int end = packet.payloadOffset() + packet.payloadLength();
        assertTrue(packet.headerLength() >= 12 && packet.payloadLength() >= 0 && end <= length);
        for (int id = 0; id < 256; id += 1 + id / 16) {
            int at = packet.extension(id);
            assertTrue(at < 0 || at + packet.extensionLength(id) <= packet.payloadOffset());
        }
        readPayload();
        packet.copyTo(target, window);
        extensions.rewrite(window);
        assertTrue(window.wrap(target, 0, length));
        assertTrue(packet.payloadLength() == window.payloadLength());
        sum += Rtx.decapsulate(window, 96, 1);
        sum += Rtx.encapsulate(packet, 97, 1, 2, target);
    }

    private void readPayload() {
        for (VideoCodec codec : VideoCodec.values()) {
            sum += KeyFrames.isKeyFrame(codec, bytes, packet.payloadOffset(), packet.payloadLength()) ? 1 : 0;
        }
        if (vp8.wrap(packet)) {
            sum += vp8.pictureId() + vp8.tl0PicIdx() + vp8.temporalLayer() + vp8.keyIdx() + vp8.width() + vp8.height();
        }
        if (vp9.wrap(packet)) {
            sum += vp9.pictureId() + vp9.tl0PicIdx() + vp9.spatialLayer() + vp9.pictureGroupSize();
            for (int i = 0; i < vp9.references(); i++) {
                sum += vp9.reference(i);
            }
            for (int i = 0; i < vp9.spatialLayers(); i++) {
                sum += vp9.width(i) + vp9.height(i);
            }
        }
        for (int i = 0; h264.wrap(packet) && i < h264.units(); i++) {
            sum += h264.unitType(i) + h264.unitOffset(i) + h264.unitLength(i);
        }
        for (int i = 0; av1.wrap(packet) && i < av1.elements(); i++) {
            sum += av1.obuType(i) + av1.elementLength(i);
        }
    }

    private void visit(RtcpPacket parsed) {
        if (parsed instanceof TransportFeedback feedback) {
            feedback.forEach(new TransportFeedback.Visitor() {
                @Override
                public void onReceived(int sequenceNumber, long arrival) {
                    sum += arrival;
                }

                @Override
                public void onMissing(int sequenceNumber, int count) {
                    sum += count;
                }
            });
        }
    }

    /// Puts a mutation of one of the packets at the start of the buffer, with something else behind it, and returns its length.
    private int mutate(List<byte[]> packets) {
        byte[] original = packets.get(random.nextInt(packets.size()));
        System.arraycopy(original, 0, bytes, 0, original.length);
        int length = original.length;
        for (int times = 1 + random.nextInt(4); times > 0 && length > 0; times--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(length, 48) : length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> length = at;
                default ->
                    Arrays.fill(bytes, at, Math.min(length, at + random.nextInt(1, 9)), (byte) random.nextInt(256));
            }
        }
        return length;
    }
}
