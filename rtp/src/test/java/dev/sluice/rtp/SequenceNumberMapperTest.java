package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;

class SequenceNumberMapperTest {
    private final SequenceNumberMapper mapper = new SequenceNumberMapper();

    @Test
    void theFirstPacketKeepsItsNumber() {
        assertEquals(4711, mapper.map(4711));
        assertEquals(4712, mapper.map(4712));
    }

    @Test
    void theFirstPacketGetsTheNumberThatWasAskedFor() {
        SequenceNumberMapper from7 = new SequenceNumberMapper(7);
        assertEquals(7, from7.map(65_535));
        assertEquals(8, from7.map(0));
    }

    @Test
    void aDroppedPacketLeavesNoGap() {
        assertEquals(10, mapper.map(10));
        mapper.drop(11);
        mapper.drop(12);
        assertEquals(11, mapper.map(13));
    }

    @Test
    void aLostPacketLeavesAGapThatALatePacketFills() {
        assertEquals(10, mapper.map(10));
        mapper.drop(11);
        assertEquals(12, mapper.map(13));
        mapper.drop(14);
        assertEquals(11, mapper.map(12));
        assertEquals(13, mapper.map(15));
    }

    @Test
    void theSamePacketGetsTheSameNumberAgain() {
        mapper.map(10);
        mapper.drop(11);
        assertEquals(11, mapper.map(12));
        assertEquals(11, mapper.map(12));
        assertEquals(10, mapper.map(10));
    }

    @Test
    void aDroppedPacketIsNotMappedLater() {
        mapper.map(10);
        mapper.drop(11);
        mapper.map(12);
        assertEquals(SequenceNumberMapper.NONE, mapper.map(11));
    }

    @Test
    void aLatePacketThatIsDroppedBeforeANewerOneWentOutLeavesNoGap() {
        mapper.map(10);
        mapper.drop(12);
        mapper.drop(11);
        assertEquals(11, mapper.map(13));
    }

    @Test
    void whatIsTooLateIsRefused() {
        mapper.map(10_000);
        mapper.map(12_500);
        assertEquals(SequenceNumberMapper.NONE, mapper.map(10_001));
        assertEquals(SequenceNumberMapper.NONE, mapper.map(9_999));
    }

    @Test
    void anotherStreamContinuesTheNumbers() {
        mapper.map(10);
        mapper.map(11);
        mapper.drop(12);
        mapper.continueWith(50_000);
        assertEquals(12, mapper.map(50_000));
        assertEquals(13, mapper.map(50_001));
        assertEquals(SequenceNumberMapper.NONE, mapper.map(49_999));
        mapper.continueWith(3);
        assertEquals(14, mapper.map(3));
    }

    @Test
    void thousandsOfDroppedPacketsLeaveNoGapForTheNextStream() {
        mapper.map(10);
        for (int i = 11; i < 60_000; i++) {
            mapper.drop(i);
        }
        mapper.continueWith(99);
        assertEquals(11, mapper.map(99));
    }

    @Test
    void tellsWhichPacketWentOutUnderANumber() {
        mapper.map(10);
        mapper.drop(11);
        assertEquals(10, mapper.original(10));
        assertEquals(SequenceNumberMapper.NONE, mapper.original(11));
        mapper.drop(12);
        mapper.map(13);
        mapper.map(15);
        assertEquals(10, mapper.original(10));
        assertEquals(13, mapper.original(11));
        assertEquals(14, mapper.original(12));
        assertEquals(15, mapper.original(13));
        assertEquals(SequenceNumberMapper.NONE, mapper.original(14));
        assertEquals(SequenceNumberMapper.NONE, mapper.original(9));
    }

    @Test
    void knowsNothingBeforeTheFirstPacket() {
        assertEquals(SequenceNumberMapper.NONE, mapper.original(0));
    }

    /// A fifth of the packets is dropped, some are lost, some neighbours change places. What goes out has gaps where packets were lost and
    /// nowhere else, and every number leads back to its packet.
    @Test
    void tenWrapsWithDropsLossAndReordering() {
        Random random = new Random(1);
        int shift = 0;
        for (int n = 0; n < 10 * 65_536; n += 2) {
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    mapper.drop(n & 0xffff);
                    shift++;
                    assertMapped(n + 1, shift);
                }
                case 2, 3 -> {
                    assertMapped(n, shift);
                    mapper.drop(n + 1 & 0xffff);
                    shift++;
                }
                case 4 -> {
                    assertMapped(n + 1, shift);
                    assertMapped(n, shift);
                }
                case 5 -> assertMapped(n + 1, shift);       // n is lost
                default -> {
                    assertMapped(n, shift);
                    assertMapped(n + 1, shift);
                }
            }
        }
    }

    private void assertMapped(int n, int shift) {
        int output = mapper.map(n & 0xffff);
        assertEquals(n - shift & 0xffff, output, () -> "packet " + n);
        assertEquals(n & 0xffff, mapper.original(output), () -> "packet " + n);
    }
}
