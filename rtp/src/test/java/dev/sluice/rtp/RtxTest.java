package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RtxTest {
    private final byte[] target = new byte[1600];
    private final RtpPacket rtx = new RtpPacket();

    @Test
    void everyPacketOfTheBrowsersComesBackAsItWas() {
        RtpPacket original = new RtpPacket();
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            if (!original.wrap(captured.bytes(), 0, captured.bytes().length) || original.paddingLength() > 0) {
                continue;
            }
            int length = Rtx.encapsulate(original, 97, 0xcafe, 4711, target);
            assertTrue(rtx.wrap(target, 0, length));
            assertEquals(97, rtx.payloadType());
            assertEquals(0xcafe, rtx.ssrc());
            assertEquals(4711, rtx.sequenceNumber());
            assertEquals(original.timestamp(), rtx.timestamp());
            assertEquals(original.marker(), rtx.marker());
            assertEquals(original.length() + Rtx.OVERHEAD, length);

            assertEquals(original.length(), Rtx.decapsulate(rtx, original.payloadType(), original.ssrc()));
            assertArrayEquals(captured.bytes(), Packets.bytes(rtx), captured::toString);
        }
    }

    @Test
    void paddingStaysBehind() {
        RtpPacket padded = Packets.wrap(Vectors.hex("a06012340000000000000001" + "aabb" + "000003"));
        rtx.wrap(target, 0, Rtx.encapsulate(padded, 97, 2, 3, target));
        assertEquals(0, rtx.paddingLength());
        assertArrayEquals(Vectors.hex("1234aabb"), Packets.payload(rtx));
    }

    @Test
    void aPaddedRetransmissionLosesItsPadding() {
        RtpPacket padded = Packets.wrap(Vectors.hex("a061000100000000000000021234aabb000003"));
        assertEquals(14, Rtx.decapsulate(padded, 96, 1));
        assertArrayEquals(Vectors.hex("806012340000000000000001aabb"), Packets.bytes(padded));
    }

    @Test
    void anEmptyOriginalIsAnOriginal() {
        rtx.wrap(target, 0, Rtx.encapsulate(Packets.packet(9, 0), 97, 2, 3, target));
        assertEquals(9, Rtx.originalSequenceNumber(rtx));
        assertEquals(12, Rtx.decapsulate(rtx, 96, 1));
    }

    @Test
    void theProbesOfTheBrowsersHoldNoOriginal() {
        int probes = 0;
        for (String capture : Vectors.VIDEO_CAPTURES) {
            List<Vectors.Captured> packets = Vectors.capture(capture);
            for (JsonNode row : Vectors.json("browsers/" + capture + ".payload.json").get("rows")) {
                if (row.has("note")) {
                    byte[] bytes = packets.get(row.get("line").asInt() - 1).bytes();
                    byte[] before = bytes.clone();
                    assertEquals(-1, Rtx.decapsulate(Packets.wrap(bytes), 96, 1));
                    assertArrayEquals(before, bytes);
                    probes++;
                }
            }
        }
        assertTrue(probes > 60);
    }
}
