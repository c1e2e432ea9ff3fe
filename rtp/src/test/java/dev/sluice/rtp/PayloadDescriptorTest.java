package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// Expected values come from an independent decoder.
class PayloadDescriptorTest {
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private final Vp9Descriptor vp9 = new Vp9Descriptor();
    private final H264Payload h264 = new H264Payload();
    private final Av1Payload av1 = new Av1Payload();

    @Test
    void readsTheHandMadeDescriptors() {
        for (JsonNode sample : Vectors.json("payload/descriptors.json").get("samples")) {
            byte[] bytes = Vectors.hex(sample.get("hex").asText());
            assertDescriptor(sample.get("codec").asText(), sample.get("expect"), bytes, 0, bytes.length,
                    sample.get("why").asText());
        }
    }

    @Test
    void refusesMalformedPayloads() {
        for (JsonNode sample : Vectors.json("payload/malformed.json").get("samples")) {
            byte[] bytes = Vectors.hex(sample.get("hex").asText());
            String codec = sample.get("codec").asText();
            assertFalse(wrap(codec, bytes, 0, bytes.length), () -> codec + ": " + sample.get("why").asText());
        }
    }

    /// Retransmissions too, once they are what they were.
    @Test
    void readsEveryPayloadOfTheBrowsers() {
        int read = 0;
        for (String capture : Vectors.VIDEO_CAPTURES) {
            List<Vectors.Captured> packets = Vectors.capture(capture);
            for (JsonNode row : Vectors.json("browsers/" + capture + ".payload.json").get("rows")) {
                if (!row.has("expect")) {
                    continue;
                }
                RtpPacket packet = Packets.wrap(packets.get(row.get("line").asInt() - 1).bytes());
                String codec = row.get("codec").asText();
                if (row.has("osn")) {
                    assertEquals(row.get("osn").asInt(), Rtx.originalSequenceNumber(packet));
                    Rtx.decapsulate(packet, 96, 1);
                    codec = row.get("original_codec").asText();
                }
                assertDescriptor(codec, row.get("expect"), packet.bytes(), packet.payloadOffset(),
                        packet.payloadLength(), capture + " line " + row.get("line"));
                read++;
            }
        }
        assertTrue(read > 900, "the captures hold video");
    }

    @Test
    void rewritesPictureIdAndTl0PicIdxOfVp8AndNothingElse() {
        byte[] bytes = Vectors.hex("b0f0ffffffdf01");
        assertTrue(vp8.wrap(bytes, 0, bytes.length));
        vp8.pictureId(0x10123).tl0PicIdx(0x1ab).keyIdx(0x21);
        assertEquals(0x0123, vp8.pictureId());
        assertEquals(15, vp8.pictureIdBits());
        assertEquals(0xab, vp8.tl0PicIdx());
        assertEquals(1, vp8.keyIdx());
        assertEquals(3, vp8.temporalLayer());
        assertEquals(1, bytes[6]);
    }

    @Test
    void aShortPictureIdStaysShort() {
        byte[] bytes = Vectors.hex("90801101");
        assertTrue(vp8.wrap(bytes, 0, bytes.length));
        vp8.pictureId(0x1ff).tl0PicIdx(3).keyIdx(3);
        assertEquals(0x7f, vp8.pictureId());
        assertEquals(7, vp8.pictureIdBits());
        assertEquals(1, bytes[3]);
    }

    @Test
    void rewritesPictureIdAndTl0PicIdxOfVp9() {
        byte[] bytes = Vectors.hex("ac8001200500");
        assertTrue(vp9.wrap(bytes, 0, bytes.length));
        vp9.pictureId(0x7abc).tl0PicIdx(255);
        assertEquals(0x7abc, vp9.pictureId());
        assertEquals(255, vp9.tl0PicIdx());
        assertTrue(vp9.wrap(bytes, 0, bytes.length));
    }

    private boolean wrap(String codec, byte[] bytes, int offset, int length) {
        return switch (codec) {
            case "vp8" -> vp8.wrap(bytes, offset, length);
            case "vp9" -> vp9.wrap(bytes, offset, length);
            case "h264" -> h264.wrap(bytes, offset, length);
            case "av1" -> av1.wrap(bytes, offset, length);
            default -> throw new IllegalArgumentException(codec);
        };
    }

    private void assertDescriptor(String codec, JsonNode expected, byte[] bytes, int offset, int length, String what) {
        assertTrue(wrap(codec, bytes, offset, length), what);
        switch (codec) {
            case "vp8" -> assertVp8(expected, what);
            case "vp9" -> assertVp9(expected, what);
            case "h264" -> assertH264(expected, what);
            default -> assertAv1(expected, what);
        }
        if (expected.has("keyframe")) {
            VideoCodec video = VideoCodec.of(codec.toUpperCase(Locale.ROOT)).orElseThrow();
            assertEquals(expected.get("keyframe").asBoolean(), KeyFrames.isKeyFrame(video, bytes, offset, length),
                    what);
        }
    }

    private void assertVp8(JsonNode expected, String what) {
        assertEquals(expected.get("N").asInt() == 1, vp8.isNonReference(), what);
        assertEquals(expected.get("S").asInt() == 1, vp8.isStartOfPartition(), what);
        assertEquals(expected.get("PID").asInt(), vp8.partition(), what);
        assertEquals(expected.path("picture_id").asInt(-1), vp8.pictureId(), what);
        assertEquals(expected.path("picture_id_bits").asInt(0), vp8.pictureIdBits(), what);
        assertEquals(expected.path("tl0picidx").asInt(-1), vp8.tl0PicIdx(), what);
        assertEquals(expected.path("tid").asInt(-1), vp8.temporalLayer(), what);
        assertEquals(expected.path("Y").asInt(0) == 1, vp8.isLayerSync(), what);
        assertEquals(expected.path("keyidx").asInt(-1), vp8.keyIdx(), what);
        assertEquals(expected.get("descriptor_len").asInt(), vp8.length(), what);
        assertEquals(expected.path("width").asInt(0), vp8.width(), what);
        assertEquals(expected.path("height").asInt(0), vp8.height(), what);
    }

    private void assertVp9(JsonNode expected, String what) {
        assertEquals(expected.get("P").asInt() == 1, vp9.isInterPicturePredicted(), what);
        assertEquals(expected.get("L").asInt() == 1, vp9.hasLayers(), what);
        assertEquals(expected.get("F").asInt() == 1, vp9.isFlexibleMode(), what);
        assertEquals(expected.get("B").asInt() == 1, vp9.isStartOfFrame(), what);
        assertEquals(expected.get("E").asInt() == 1, vp9.isEndOfFrame(), what);
        assertEquals(expected.get("V").asInt() == 1, vp9.hasScalabilityStructure(), what);
        assertEquals(expected.get("Z").asInt() == 1, vp9.isNotReferenceForUpperLayers(), what);
        assertEquals(expected.path("picture_id").asInt(-1), vp9.pictureId(), what);
        assertEquals(expected.path("tid").asInt(-1), vp9.temporalLayer(), what);
        assertEquals(expected.path("sid").asInt(-1), vp9.spatialLayer(), what);
        assertEquals(expected.path("U").asInt(0) == 1, vp9.isSwitchingUpPoint(), what);
        assertEquals(expected.path("D").asInt(0) == 1, vp9.isInterLayerPredicted(), what);
        assertEquals(expected.path("tl0picidx").asInt(-1), vp9.tl0PicIdx(), what);
        assertEquals(expected.get("descriptor_len").asInt(), vp9.length(), what);
        List<Integer> references = new ArrayList<>();
        for (int i = 0; i < vp9.references(); i++) {
            references.add(vp9.reference(i));
        }
        assertEquals(integers(expected.path("pdiffs")), references, what);
        assertStructure(expected.path("ss"), what);
    }

    private void assertStructure(JsonNode expected, String what) {
        assertEquals(expected.path("spatial_layers").asInt(0), vp9.spatialLayers(), what);
        assertEquals(expected.path("pg").size(), vp9.pictureGroupSize(), what);
        JsonNode resolutions = expected.path("resolutions");
        for (int i = 0; i < vp9.spatialLayers(); i++) {
            assertEquals(resolutions.path(i).path(0).asInt(0), vp9.width(i), what);
            assertEquals(resolutions.path(i).path(1).asInt(0), vp9.height(i), what);
        }
    }

    private void assertH264(JsonNode expected, String what) {
        String kind = expected.get("kind").asText();
        assertEquals(kind.equals("STAP-A"), h264.isAggregate(), what);
        assertEquals(kind.equals("FU-A"), h264.isFragment(), what);
        assertEquals(expected.path("start").asInt(0) == 1, h264.isStart(), what);
        assertEquals(expected.path("end").asInt(0) == 1, h264.isEnd(), what);
        if (!h264.isAggregate()) {
            assertEquals(1, h264.units(), what);
            assertEquals(expected.get("type").asInt(), h264.unitType(0), what);
            return;
        }
        JsonNode units = expected.get("nalus");
        assertEquals(units.size(), h264.units(), what);
        for (int i = 0; i < units.size(); i++) {
            assertEquals(units.get(i).get("type").asInt(), h264.unitType(i), what);
            assertEquals(units.get(i).get("size").asInt(), h264.unitLength(i), what);
        }
    }

    private void assertAv1(JsonNode expected, String what) {
        assertEquals(expected.get("Z").asInt() == 1, av1.continuesElement(), what);
        assertEquals(expected.get("Y").asInt() == 1, av1.isContinued(), what);
        assertEquals(expected.get("W").asInt(), av1.elementCountField(), what);
        assertEquals(expected.get("N").asInt() == 1, av1.startsCodedVideoSequence(), what);
        JsonNode elements = expected.get("obu_elements");
        assertNotNull(elements, what);
        assertEquals(elements.size(), av1.elements(), what);
        for (int i = elements.size() - 1; i >= 0; i--) {
            assertEquals(elements.get(i).get("size").asInt(), av1.elementLength(i), what);
            assertEquals(elements.get(i).get("obu_type").asInt(-1), av1.obuType(i), what);
        }
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> list = new ArrayList<>();
        array.forEach(n -> list.add(n.asInt()));
        return list;
    }
}
