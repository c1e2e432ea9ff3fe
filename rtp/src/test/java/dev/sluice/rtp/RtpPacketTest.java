package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsEveryPacketOfTheBrowsers() {
        int packets = 0;
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            assertEquals(captured.isRtp(), wrap(captured.bytes()), captured::toString);
            packets += captured.isRtp() ? 1 : 0;
        }
        assertTrue(packets > 1000, () -> "the captures hold RTP");
    }

    @Test
    void readsTheFields() {
        // V=2 P=1 X=1 CC=1, M=1 PT=96, sequence 0x1234, one-byte extension: id 3 "0", id 4 0x0102; payload aa bb, padding 2
        assertTrue(wrap(Vectors.hex("b1e0123489abcdeffedcba98cafebabebede000230304101020000" + "00aabb0002")));

        assertEquals(96, packet.payloadType());
        assertTrue(packet.marker());
        assertEquals(0x1234, packet.sequenceNumber());
        assertEquals(0x89abcdefL, packet.timestamp());
        assertEquals(0xfedcba98, packet.ssrc());
        assertEquals(1, packet.csrcCount());
        assertEquals(0xcafebabe, packet.csrc(0));
        assertEquals(28, packet.headerLength());
        assertEquals(2, packet.payloadLength());
        assertEquals(2, packet.paddingLength());
        assertEquals('0', packet.bytes()[packet.extension(3)]);
        assertEquals(1, packet.extensionLength(3));
        assertEquals(2, packet.extensionLength(4));
        assertEquals(-1, packet.extension(5));
        assertEquals(-1, packet.extensionLength(5));
    }

    @Test
    void readsTwoByteExtensions() {
        assertTrue(wrap(Vectors.hex("9060000000000000000000001005000300" + "0100" + "00" + "ff03aabbcc" + "000000")));
        assertEquals(0, packet.extensionLength(1));
        assertEquals(3, packet.extensionLength(255));
        assertEquals(0xaa, packet.bytes()[packet.extension(255)] & 0xff);
        assertEquals(-1, packet.extension(0));
    }

    @Test
    void writesTheFieldsAndNothingElse() {
        byte[] bytes = Vectors.hex("b1e0123489abcdeffedcba98cafebabebede00023030410102000000aabb0002");
        byte[] before = bytes.clone();
        wrap(bytes);

        packet.ssrc(0x01020304).sequenceNumber(0xffff).timestamp(0xffff_fffeL).payloadType(127).marker(false);

        assertEquals(0x01020304, packet.ssrc());
        assertEquals(0xffff, packet.sequenceNumber());
        assertEquals(0xffff_fffeL, packet.timestamp());
        assertEquals(127, packet.payloadType());
        assertFalse(packet.marker());
        assertEquals(before[0], bytes[0]);
        assertArrayEquals(Arrays.copyOfRange(before, 12, before.length), Arrays.copyOfRange(bytes, 12, bytes.length));
    }

    @Test
    void rewritingTheHeaderOfACopyLeavesOriginalAndPayloadAlone() {
        byte[] target = new byte[1500];
        RtpPacket copy = new RtpPacket();
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            byte[] original = captured.bytes();
            byte[] before = original.clone();
            if (!wrap(original)) {
                continue;
            }
            packet.copyTo(target, copy);
            copy.ssrc(1).sequenceNumber(2).timestamp(3).payloadType(4).marker(true);

            assertArrayEquals(before, original);
            assertEquals(packet.length(), copy.length());
            assertArrayEquals(Packets.payload(packet), Packets.payload(copy));
            assertTrue(new RtpPacket().wrap(target, 0, copy.length()));
        }
    }

    @Test
    void tellsMalformedPackets() {
        for (JsonNode vector : Vectors.json("rtp/malformed.json").get("packets")) {
            String why = vector.get("why").asText();
            boolean hasGoodBounds = why.endsWith(": valid") || why.contains(": valid, ") || why.contains("element")
                    || why.startsWith("id 15");
            assertEquals(hasGoodBounds, wrap(Vectors.hex(vector.get("hex").asText())), why);
        }
    }

    @Test
    void brokenElementsAreNotFound() {
        assertTrue(wrap(Vectors.hex("906000000000000000000000bede00013f000000")));
        assertEquals(-1, packet.extension(3));
        assertTrue(wrap(Vectors.hex("9060000000000000000000001000000101ff0000")));
        assertEquals(-1, packet.extension(1));
        assertTrue(wrap(Vectors.hex("906000000000000000000000bede0002" + "f0ff10aa20bb0000")));
        assertEquals(-1, packet.extension(1));
    }

    @Test
    void aPacketMayStandInTheMiddleOfABuffer() {
        byte[] bytes = new byte[100];
        int length = RtpPacket.writeHeader(bytes, 50, 111, true, 65_535, 0xffff_ffffL, 0xdeadbeef);
        bytes[62] = 42;

        assertTrue(packet.wrap(bytes, 50, length + 1));
        assertEquals(111, packet.payloadType());
        assertTrue(packet.marker());
        assertEquals(65_535, packet.sequenceNumber());
        assertEquals(0xffff_ffffL, packet.timestamp());
        assertEquals(0xdeadbeef, packet.ssrc());
        assertEquals(42, bytes[packet.payloadOffset()]);
        assertEquals(1, packet.payloadLength());
    }

    private boolean wrap(byte[] bytes) {
        return packet.wrap(bytes, 0, bytes.length);
    }
}
