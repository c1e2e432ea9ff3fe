package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RtcpTest {
    @Test
    void everyCompoundOfTheBrowsersIsWrittenAsItWasRead() {
        int compounds = 0;
        for (Vectors.Captured packet : Vectors.allCaptured()) {
            if (packet.isRtp()) {
                continue;
            }
            List<RtcpPacket> parsed = new ArrayList<>();
            assertTrue(Rtcp.parse(packet.bytes(), 0, packet.bytes().length, parsed), packet::toString);
            assertArrayEquals(packet.bytes(), write(parsed), packet::toString);
            compounds++;
        }
        assertTrue(compounds > 400, () -> "the captures hold RTCP");
    }

    @Test
    void readsNacks() {
        Nack nack = assertInstanceOf(Nack.class, parseOne(feedback("nack pion style")));
        int[] lost = {43690, 43691, 43693, 43695, 43697, 43699, 43701, 43703, 43705};
        assertEquals(new Nack(2419039790L, 2419039790L, lost), nack);
    }

    @Test
    void packsNacksAcrossTheWrapOfTheNumbers() {
        Nack nack = new Nack(1, 2, new int[]{65_530, 65_535, 0, 10, 11, 40_000});
        assertEquals(12 + 3 * 4, nack.size());
        assertEquals(nack, roundTrip(nack));
    }

    @Test
    void readsKeyFrameRequests() {
        assertEquals(new PictureLossIndication(0, 1271200948L), parseOne(feedback("pli")));
        assertEquals(new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(305419896, 66))),
                parseOne(feedback("fir")));
    }

    @Test
    void readsAndWritesRemb() {
        byte[] bytes = feedback("remb 8927168");
        RtcpPacket remb = parseOne(bytes);
        assertEquals(new ReceiverEstimatedMaximumBitrate(1, 8927168, List.of(1215588861L)), remb);
        assertArrayEquals(bytes, write(List.of(remb)));
    }

    @Test
    void aBitrateBeyondAllBitsIsTheLargestThereIs() {
        byte[] bytes = feedback("remb 8927168");
        bytes[17] = (byte) 0xff;
        assertEquals(Long.MAX_VALUE, ((ReceiverEstimatedMaximumBitrate) parseOne(bytes)).bitrate());
    }

    @Test
    void readsAndWritesRfc8888() {
        JsonNode vector = Vectors.json("rtcp/feedback.json").get("rfc8888").get(0);
        byte[] bytes = Vectors.hex(vector.get("hex").asText());
        JsonNode expected = vector.get("expect");
        CongestionControlFeedback feedback = assertInstanceOf(CongestionControlFeedback.class, parseOne(bytes));

        assertEquals(expected.get("sender_ssrc").asLong(), feedback.senderSsrc());
        assertEquals(HexFormat.fromHexDigitsToLong(expected.get("report_timestamp").asText()),
                feedback.reportTimestamp());
        assertEquals(expected.get("blocks").size(), feedback.blocks().size());
        for (int b = 0; b < feedback.blocks().size(); b++) {
            assertBlock(expected.get("blocks").get(b), feedback.blocks().get(b));
        }
        assertArrayEquals(bytes, write(List.of(feedback)));
    }

    private static void assertBlock(JsonNode expected, CongestionControlFeedback.Block block) {
        assertEquals(expected.get("ssrc").asLong(), block.ssrc());
        assertEquals(expected.get("begin_seq").asInt(), block.beginSequence());
        assertEquals(expected.get("metrics").size(), block.metrics().length);
        for (int i = 0; i < block.metrics().length; i++) {
            JsonNode metric = expected.get("metrics").get(i);
            assertEquals(metric.get("received").asInt() == 1, block.isReceived(i));
            assertEquals(metric.path("ecn").asInt(), block.ecn(i));
            assertEquals(metric.path("ato_1024ths").asInt(), block.arrivalOffset(i));
        }
    }

    @Test
    void reportsSurviveTheirBytes() {
        ReportBlock block = new ReportBlock(0xffff_fffeL, 255, -3, 0x1_ffffL, 17, 0x8000_0001L, 65_536);
        SenderReport sender = new SenderReport(7, 0xe000_0000_8000_0000L, 0xffff_ff00L, 3, 4, List.of(block, block));
        ReceiverReport receiver = new ReceiverReport(8, List.of(block));
        Goodbye goodbye = new Goodbye(List.of(1L, 2L), "so long");
        ExtendedReport extended = new ExtendedReport(9, List.of(new ExtendedReport.Block.ReceiverReferenceTime(5),
                new ExtendedReport.Block.DelaySinceLastReceiverReport(
                        List.of(new ExtendedReport.Block.Entry(1, 2, 3)))));
        List<RtcpPacket> compound = List.of(sender, receiver, goodbye, extended);

        byte[] bytes = write(compound);

        assertEquals(compound, Rtcp.parse(bytes, 0, bytes.length));
    }

    @Test
    void aCumulativeLossOutsideOf24BitsIsHeldAtTheirEdge() {
        ReportBlock block = new ReportBlock(1, 0, 20_000_000, 0, 0, 0, 0);
        ReceiverReport report = (ReceiverReport) roundTrip(new ReceiverReport(1, List.of(block)));
        assertEquals(0x7f_ffff, report.reports().get(0).cumulativeLost());
    }

    @Test
    void namesSurviveTheirBytes() {
        for (String name : List.of("", "a", "ab", "abc", "abcd", "grüße")) {
            SourceDescription description = (SourceDescription) roundTrip(SourceDescription.cname(1, name));
            assertEquals(name, description.chunks().get(0).items().get(0).text());
        }
    }

    @Test
    void unknownPacketsSurvive() {
        byte[] bytes = Vectors.hex("85cd0003000000010000000211223344" + "80d00001aabbccdd");
        List<RtcpPacket> packets = Rtcp.parse(bytes, 0, bytes.length);
        assertEquals(205, assertInstanceOf(RtcpPacket.Unknown.class, packets.get(0)).type());
        assertArrayEquals(bytes, write(packets));
    }

    @Test
    void keepsWhatStoodBeforeAMalformedPacket() {
        byte[] pli = feedback("pli");
        byte[] bytes = Arrays.copyOf(pli, pli.length + 8);
        bytes[pli.length] = (byte) 0x81;
        bytes[pli.length + 1] = (byte) 0xc9;
        bytes[pli.length + 3] = 1;
        List<RtcpPacket> parsed = new ArrayList<>();

        assertFalse(Rtcp.parse(bytes, 0, bytes.length, parsed));
        assertEquals(List.of(new PictureLossIndication(0, 1271200948L)), parsed);
    }

    @Test
    void malformedPacketsAreNotReported() {
        for (JsonNode vector : Vectors.json("rtcp/malformed.json").get("packets")) {
            byte[] bytes = Vectors.hex(vector.get("hex").asText());
            String why = vector.get("why").asText();
            boolean isHarmless = why.startsWith("SDES with 0 chunks") || why.startsWith("TWCC status count 1");
            assertEquals(isHarmless, !Rtcp.parse(bytes, 0, bytes.length).isEmpty(), why);
        }
    }

    @Test
    void aCompoundThatDoesNotFitIsRefusedBeforeAByteIsWritten() {
        byte[] target = new byte[11];
        List<RtcpPacket> compound = List.of(new PictureLossIndication(1, 2));
        assertThrows(IllegalArgumentException.class, () -> Rtcp.write(compound, target, 0));
        assertArrayEquals(new byte[11], target);
    }

    private static byte[] feedback(String name) {
        for (JsonNode vector : Vectors.json("rtcp/feedback.json").get("other")) {
            if (vector.get("name").asText().equals(name)) {
                return Vectors.hex(vector.get("hex").asText());
            }
        }
        throw new IllegalArgumentException("no feedback vector " + name);
    }

    static RtcpPacket parseOne(byte[] bytes) {
        List<RtcpPacket> packets = Rtcp.parse(bytes, 0, bytes.length);
        assertEquals(1, packets.size());
        return packets.get(0);
    }

    static RtcpPacket roundTrip(RtcpPacket packet) {
        return parseOne(write(List.of(packet)));
    }

    static byte[] write(List<RtcpPacket> compound) {
        byte[] target = new byte[Rtcp.size(compound)];
        assertEquals(target.length, Rtcp.write(compound, target, 0));
        return target;
    }
}
