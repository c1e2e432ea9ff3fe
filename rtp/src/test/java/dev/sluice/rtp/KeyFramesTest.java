package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class KeyFramesTest {
    @Test
    void findsTheParameterSetsAndTheFirstSliceOfH264() {
        assertTrue(isKeyFrame(VideoCodec.H264, "6742c01f"), "SPS");
        assertTrue(isKeyFrame(VideoCodec.H264, "7800046742c01f000268ce000365b800"), "STAP-A with SPS");
        assertTrue(isKeyFrame(VideoCodec.H264, "6588"), "IDR");
        assertTrue(isKeyFrame(VideoCodec.H264, "7c8588"), "first fragment of IDR");
        assertFalse(isKeyFrame(VideoCodec.H264, "7c0588"), "further fragment of IDR");
        assertFalse(isKeyFrame(VideoCodec.H264, "6541"), "second slice of IDR");
        assertFalse(isKeyFrame(VideoCodec.H264, "7c8541"), "first fragment of the second slice");
        assertFalse(isKeyFrame(VideoCodec.H264, "68ce"), "PPS");
        assertFalse(isKeyFrame(VideoCodec.H264, "4188"), "slice");
        assertFalse(isKeyFrame(VideoCodec.H264, "78000268ce000241"), "STAP-A cut off");
    }

    @Test
    void findsTheLowestLayerOfAVp9KeyPicture() {
        assertTrue(isKeyFrame(VideoCodec.VP9, "8c912300"), "no layers");
        assertTrue(isKeyFrame(VideoCodec.VP9, "ac8001200500"), "layer 0");
        assertFalse(isKeyFrame(VideoCodec.VP9, "ac8001230500"), "layer 1 of the same picture");
        assertFalse(isKeyFrame(VideoCodec.VP9, "cc912300"), "predicted from other pictures");
        assertFalse(isKeyFrame(VideoCodec.VP9, "84912300"), "not the first packet");
        assertFalse(isKeyFrame(VideoCodec.VP9, "ac80"), "cut off");
    }

    @Test
    void findsTheStartOfAnAv1Sequence() {
        assertTrue(isKeyFrame(VideoCodec.AV1, "180a0a0b00000024cebf303201aabb"));
        assertFalse(isKeyFrame(VideoCodec.AV1, "100a0a0b00000024cebf303201aabb"));
        assertFalse(isKeyFrame(VideoCodec.AV1, "980a0a0b00000024cebf303201aabb"));
        assertFalse(isKeyFrame(VideoCodec.AV1, "18"));
    }

    @Test
    void theFirstPicturesOfTheBrowsersAreKeyFrames() {
        for (String capture : Vectors.VIDEO_CAPTURES) {
            List<Integer> lines = keyFrames(capture);
            assertFalse(lines.isEmpty(), capture);
            if (!capture.contains("simulcast")) {
                assertTrue(lines.get(0) <= 10, () -> capture + ": " + lines);
            }
        }
    }

    /// Chromium sends the parameter sets of H.264 in a packet of their own, and a second VP9 key picture when the second layer begins.
    @Test
    void findsTheKeyFramesOfTheBrowsersAndNoOthers() {
        assertEquals(List.of(2, 3, 61, 62), keyFrames("chromium-h264"));
        assertEquals(List.of(2), keyFrames("chromium-vp8-plain"));
        assertEquals(List.of(2, 15), keyFrames("chromium-vp9-l3t3key"));
        assertEquals(List.of(6), keyFrames("firefox-vp9-l3t3key"));
        assertEquals(List.of(3), keyFrames("firefox-av1-l1t3"));
    }

    @Test
    void codecsHaveTheNamesOfSdp() {
        assertEquals(Optional.of(VideoCodec.H264), VideoCodec.of("h264"));
        assertEquals(Optional.of(VideoCodec.AV1), VideoCodec.of("AV1"));
        assertEquals(Optional.empty(), VideoCodec.of("opus"));
    }

    private static List<Integer> keyFrames(String capture) {
        List<Integer> lines = new ArrayList<>();
        List<Vectors.Captured> packets = Vectors.capture(capture);
        for (JsonNode row : Vectors.json("browsers/" + capture + ".payload.json").get("rows")) {
            Optional<VideoCodec> codec = VideoCodec.of(row.get("codec").asText());
            RtpPacket packet = Packets.wrap(packets.get(row.get("line").asInt() - 1).bytes());
            if (codec.isPresent() && KeyFrames.isKeyFrame(codec.get(), packet.bytes(), packet.payloadOffset(),
                    packet.payloadLength())) {
                lines.add(row.get("line").asInt());
            }
        }
        return lines;
    }

    private static boolean isKeyFrame(VideoCodec codec, String hex) {
        byte[] bytes = Vectors.hex("ffff" + hex + "ff");
        return KeyFrames.isKeyFrame(codec, bytes, 2, bytes.length - 3);
    }
}
