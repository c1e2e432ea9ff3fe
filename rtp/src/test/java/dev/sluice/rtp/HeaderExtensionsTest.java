package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HeaderExtensionsTest {
    private static final String HEADER = "906000000000000000000000";

    private final HeaderExtensions mapping = HeaderExtensions.mapping(Map.of(3, 5, 4, 14, 6, 200));

    @Test
    void translatesMappedElementsAndBlanksTheOthers() {
        //                                    id 3 "0"  id 4 2 bytes  id 7 3 bytes    padding
        assertRewritten("bede0003" + "3030" + "41aabb" + "72ccddee" + "000000", "bede0003" + "5030" + "e1aabb"
                + "00000000" + "000000");
    }

    @Test
    void anIdentifierThatTheOneByteFormCannotHoldIsBlanked() {
        assertRewritten("bede0001" + "60aa0000", "bede0001" + "00000000");
    }

    @Test
    void translatesTwoByteElements() {
        assertRewritten("1000" + "0003" + "0301aa" + "0600" + "0702bbcc" + "000000", "1000" + "0003" + "0501aa" + "c800"
                + "00000000" + "000000");
    }

    @Test
    void blanksABrokenElementAndAllBehindIt() {
        assertRewritten("bede0002" + "3030" + "4f3031323334", "bede0002" + "5030" + "000000000000");
    }

    @Test
    void blanksWhatStandsBehindIdentifier15() {
        assertRewritten("bede0002" + "3030" + "f0aa30bb3030", "bede0002" + "5030" + "000000000000");
    }

    @Test
    void leavesOtherExtensionsAlone() {
        assertRewritten("abcd0001" + "30303030", "abcd0001" + "30303030");
    }

    @Test
    void aSecondTranslationIsNotHiddenByTheFirst() {
        HeaderExtensions swap = HeaderExtensions.mapping(Map.of(1, 2, 2, 1));
        RtpPacket packet = Packets.wrap(Vectors.hex(HEADER + "bede0001" + "10aa20bb"));
        swap.rewrite(packet);
        assertEquals((byte) 0xaa, packet.bytes()[packet.extension(2)]);
        assertEquals((byte) 0xbb, packet.bytes()[packet.extension(1)]);
    }

    @Test
    void rewritingTheBrowsersPacketsKeepsTheirLengthAndPayload() {
        HeaderExtensions toOthers = HeaderExtensions.mapping(Map.of(2, 3, 3, 4, 4, 9, 9, 1, 13, 12));
        RtpPacket packet = new RtpPacket();
        for (Vectors.Captured captured : Vectors.allCaptured()) {
            byte[] before = captured.bytes().clone();
            if (!packet.wrap(captured.bytes(), 0, captured.bytes().length)) {
                continue;
            }
            byte[] payload = Packets.payload(packet);
            int midLength = packet.extensionLength(9);
            toOthers.rewrite(packet);
            assertTrue(packet.wrap(captured.bytes(), 0, before.length));
            assertArrayEquals(payload, Packets.payload(packet));
            assertEquals(midLength, packet.extensionLength(1), captured::toString);
            assertEquals(-1, packet.extension(2), captured::toString);
        }
    }

    @Test
    void identifiersAreFrom1To255() {
        assertThrows(IllegalArgumentException.class, () -> HeaderExtensions.mapping(Map.of(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> HeaderExtensions.mapping(Map.of(1, 256)));
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = new byte[100];
        RtpPacket.writeHeader(bytes, 2, 96, false, 1, 2, 3);
        int payload = new ExtensionWriter().begin(bytes, 2).text(1, "video").transportSequenceNumber(2, 0xfffe)
                .absSendTime(3, 1_500_000_000L).audioLevel(14, 100, true).end();
        RtpPacket packet = new RtpPacket();

        assertTrue(packet.wrap(bytes, 2, payload - 2));
        assertEquals(payload, packet.payloadOffset());
        assertEquals("video", ExtensionData.text(packet, 1));
        assertEquals(0xfffe, ExtensionData.transportSequenceNumber(packet, 2));
        assertEquals(100, ExtensionData.audioLevel(packet, 14));
        assertTrue(ExtensionData.isVoice(packet, 14));
        int absSendTime = packet.extension(3);
        assertEquals("060000", HexFormat.of().formatHex(bytes, absSendTime, absSendTime + 3));
    }

    @Test
    void theTwoByteFormHoldsEmptyAndLongElements() {
        byte[] bytes = new byte[400];
        RtpPacket.writeHeader(bytes, 0, 96, false, 1, 2, 3);
        int payload = new ExtensionWriter(true).begin(bytes, 0).element(20, bytes, 0, 0).text(21, "x".repeat(255))
                .end();
        RtpPacket packet = new RtpPacket();

        assertTrue(packet.wrap(bytes, 0, payload));
        assertEquals(0, packet.extensionLength(20));
        assertEquals("x".repeat(255), ExtensionData.text(packet, 21));
        assertEquals(ExtensionData.NONE, ExtensionData.audioLevel(packet, 20));
        assertEquals(ExtensionData.NONE, ExtensionData.transportSequenceNumber(packet, 20));
    }

    @Test
    void noElementMeansNoExtension() {
        byte[] bytes = new byte[20];
        RtpPacket.writeHeader(bytes, 0, 96, false, 1, 2, 3);
        assertEquals(12, new ExtensionWriter().begin(bytes, 0).end());
        assertFalse(Packets.wrap(bytes).hasExtension());
    }

    @Test
    void whatDoesNotFitTheFormIsRefused() {
        ExtensionWriter writer = new ExtensionWriter().begin(new byte[100], 0);
        assertThrows(IllegalArgumentException.class, () -> writer.text(15, "a"));
        assertThrows(IllegalArgumentException.class, () -> writer.text(1, ""));
        assertThrows(IllegalArgumentException.class, () -> writer.text(1, "x".repeat(17)));
    }

    @Test
    void valuesAreWrittenOnlyWhereThereIsRoom() {
        RtpPacket packet = Packets.wrap(Vectors.hex(HEADER + "bede0002" + "110000" + "22000000" + "00"));
        assertTrue(ExtensionData.transportSequenceNumber(packet, 1, 0x1234));
        assertEquals(0x1234, ExtensionData.transportSequenceNumber(packet, 1));
        assertTrue(ExtensionData.absSendTime(packet, 2, 0));
        assertFalse(ExtensionData.absSendTime(packet, 1, 0));
        assertFalse(ExtensionData.transportSequenceNumber(packet, 3, 1));
    }

    private void assertRewritten(String extension, String expected) {
        byte[] bytes = Vectors.hex(HEADER + extension + "ff");
        mapping.rewrite(Packets.wrap(bytes));
        assertEquals(HEADER + expected + "ff", HexFormat.of().formatHex(bytes));
    }
}
