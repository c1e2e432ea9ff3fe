package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// Expected values come from an independent decoder.
class DependencyDescriptorTest {
    private static final List<String> CAPTURES = List.of("chromium-av1-l1t3", "chromium-av1-l3t3",
            "chromium-vp8-simulcast", "chromium-vp9-l3t3key");
    private static final int EXTENSION_ID = 13;

    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    @Test
    void readsEveryDescriptorOfChromium() {
        int read = 0;
        for (String capture : CAPTURES) {
            Map<Integer, DependencyStructure> structures = new HashMap<>();
            List<Vectors.Captured> packets = Vectors.capture(capture);
            for (JsonNode row : Vectors.json("browsers/" + capture + ".dependency-descriptor.json").get("rows")) {
                RtpPacket packet = Packets.wrap(packets.get(row.get("line").asInt() - 1).bytes());
                String what = capture + " line " + row.get("line");
                assertTrue(descriptor.read(packet, EXTENSION_ID, structures.get(packet.ssrc())), what);
                structures.put(packet.ssrc(), descriptor.structure());
                assertDescriptor(row.get("expect"), what);
                read++;
            }
        }
        assertEquals(344, read);
    }

    private void assertDescriptor(JsonNode expected, String what) {
        assertEquals(expected.get("start").asInt() == 1, descriptor.isStartOfFrame(), what);
        assertEquals(expected.get("end").asInt() == 1, descriptor.isEndOfFrame(), what);
        assertEquals(expected.get("frame_number").asInt(), descriptor.frameNumber(), what);
        assertEquals(expected.get("spatial").asInt(), descriptor.spatialLayer(), what);
        assertEquals(expected.get("temporal").asInt(), descriptor.temporalLayer(), what);
        assertEquals(expected.get("dti").asText(), indications(), what);
        assertEquals(integers(expected.get("fdiffs")), frameDiffs(), what);
        for (int chain = 0; chain < expected.path("chain_diffs").size(); chain++) {
            assertEquals(expected.get("chain_diffs").get(chain).asInt(), descriptor.chainDiff(chain), what);
        }
        assertEquals(expected.has("active_decode_targets"), descriptor.hasActiveTargets(), what);
        if (descriptor.hasActiveTargets()) {
            assertEquals(expected.get("active_decode_targets").asInt(), descriptor.activeTargets(), what);
        }
        assertEquals(expected.has("structure"), descriptor.hasNewStructure(), what);
        if (descriptor.hasNewStructure()) {
            assertStructure(expected.get("structure"), descriptor.structure(), what);
        }
    }

    private static void assertStructure(JsonNode expected, DependencyStructure structure, String what) {
        assertEquals(expected.get("id_offset").asInt(), structure.idOffset(), what);
        assertEquals(expected.get("dtcnt").asInt(), structure.decodeTargets(), what);
        assertEquals(expected.get("chains").asInt(), structure.chains(), what);
        assertEquals(integers(expected.path("protected")), structure.protectedBy(), what);
        assertEquals(expected.get("spatial_layers").asInt(), structure.spatialLayers(), what);
        assertEquals(expected.get("templates").size(), structure.templates().size(), what);
        for (int i = 0; i < structure.templates().size(); i++) {
            assertTemplate(expected.get("templates").get(i), structure.templates().get(i), what);
        }
        List<Integer> resolutions = new ArrayList<>();
        structure.resolutions().forEach(r -> resolutions.addAll(List.of(r.width(), r.height())));
        List<Integer> expectedResolutions = new ArrayList<>();
        expected.path("resolutions").forEach(r -> expectedResolutions.addAll(integers(r)));
        assertEquals(expectedResolutions, resolutions, what);
    }

    private static void assertTemplate(JsonNode expected, DependencyStructure.Template template, String what) {
        assertEquals(expected.get("s").asInt(), template.spatialLayer(), what);
        assertEquals(expected.get("t").asInt(), template.temporalLayer(), what);
        for (int target = 0; target < expected.get("dti").size(); target++) {
            assertEquals(expected.get("dti").get(target).asInt(), template.indication(target), what);
        }
        assertEquals(integers(expected.get("fdiff")), template.frameDiffs(), what);
        assertEquals(integers(expected.path("chain")), template.chainDiffs(), what);
    }

    @Test
    void tellsTheLayersOfTheDecodeTargets() {
        byte[] bytes = keyFrameOfTwoSpatialLayers();
        assertTrue(descriptor.read(bytes, 0, bytes.length, null));
        DependencyStructure structure = descriptor.structure();
        assertEquals(1, structure.spatialLayer(5));
        assertEquals(2, structure.temporalLayer(5));
        assertEquals(0, structure.spatialLayer(1));
        assertEquals(1, structure.temporalLayer(1));
    }

    @Test
    void aDescriptorOfAnUnknownStructureIsRefused() {
        byte[] bytes = Vectors.hex("400001");
        assertFalse(descriptor.read(bytes, 0, 3, null));
        byte[] keyFrame = keyFrameOfTwoSpatialLayers();
        descriptor.read(keyFrame, 0, keyFrame.length, null);
        assertTrue(descriptor.read(bytes, 0, 3, descriptor.structure()));
        assertFalse(descriptor.read(Vectors.hex("3f0001"), 0, 3, descriptor.structure()), "no such template");
    }

    @Test
    void aDescriptorThatIsCutOffIsRefused() {
        byte[] bytes = keyFrameOfTwoSpatialLayers();
        for (int length = 0; length < bytes.length; length++) {
            assertFalse(descriptor.read(bytes, 0, length, null), "length " + length);
        }
    }

    @Test
    void mutatedDescriptorsAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] keyFrame = keyFrameOfTwoSpatialLayers();
        descriptor.read(keyFrame, 0, keyFrame.length, null);
        DependencyStructure known = descriptor.structure();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = keyFrame.clone();
            for (int times = 1 + random.nextInt(4); times > 0; times--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (descriptor.read(bytes, 0, 3 + random.nextInt(bytes.length - 2), random.nextBoolean() ? known : null)) {
                read++;
                indications();
                frameDiffs();
                descriptor.structure().spatialLayer(0);
                descriptor.chainDiff(Math.max(0, descriptor.structure().chains() - 1));
            }
        }
        assertTrue(read > 1000 && read < 200_000);
    }

    private static byte[] keyFrameOfTwoSpatialLayers() {
        JsonNode rows = Vectors.json("browsers/chromium-av1-l3t3.dependency-descriptor.json").get("rows");
        return Vectors.hex(rows.get(0).get("descriptor").asText());
    }

    private String indications() {
        StringBuilder text = new StringBuilder();
        for (int target = 0; target < descriptor.structure().decodeTargets(); target++) {
            text.append("-DSR".charAt(descriptor.indication(target)));
        }
        return text.toString();
    }

    private List<Integer> frameDiffs() {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < descriptor.frameDiffs(); i++) {
            list.add(descriptor.frameDiff(i));
        }
        return list;
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> list = new ArrayList<>();
        array.forEach(n -> list.add(n.asInt()));
        return list;
    }
}
