package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetransmissionBufferTest {
    private final RetransmissionBuffer buffer = new RetransmissionBuffer(100, 1500);
    private final RtpPacket found = new RtpPacket();

    @Test
    void findsWhatWasStored() {
        RtpPacket packet = Packets.packet(7, 1000);
        assertTrue(buffer.store(packet));
        assertTrue(buffer.find(7, found));
        assertArrayEquals(Packets.bytes(packet), Packets.bytes(found));
        assertFalse(buffer.find(6, found));
        assertFalse(buffer.find(8, found));
    }

    @Test
    void keepsItsOwnCopy() {
        RtpPacket packet = Packets.packet(7);
        buffer.store(packet);
        packet.ssrc(0);
        assertTrue(buffer.find(7, found));
        assertEquals(Packets.SSRC, found.ssrc());
    }

    @Test
    void findsNothingBeforeTheFirstPacket() {
        assertFalse(buffer.find(0, found));
    }

    @Test
    void holdsAPowerOfTwoOfPackets() {
        assertEquals(128, buffer.capacity());
        assertEquals(1, new RetransmissionBuffer(1, 100).capacity());
        assertEquals(128, new RetransmissionBuffer(128, 100).capacity());
    }

    @Test
    void forgetsTheOldestAcrossTheWrap() {
        for (int n = 65_400; n < 65_536 + 50; n++) {
            buffer.store(Packets.packet(n & 0xffff));
        }
        for (int n = 65_400; n < 65_536 + 50; n++) {
            assertEquals(n > 65_536 + 49 - 128, buffer.find(n & 0xffff, found), "packet " + n);
        }
    }

    @Test
    void aNumberOfTheLastTimeAroundIsNotFound() {
        buffer.store(Packets.packet(100));
        for (int n = 101; n < 65_536 + 200; n++) {
            if ((n & 127) != (100 & 127)) {             // its place in the ring is never taken again
                buffer.store(Packets.packet(n & 0xffff));
            }
        }
        assertFalse(buffer.find(100, found));
    }

    @Test
    void aLatePacketIsStoredUnlessItIsTooLate() {
        buffer.store(Packets.packet(1000));
        assertTrue(buffer.store(Packets.packet(990)));
        assertTrue(buffer.find(990, found));
        assertFalse(buffer.store(Packets.packet(1000 - 128)));
        assertTrue(buffer.find(1000, found));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertTrue(buffer.store(Packets.packet(1, 1488)));
        assertFalse(buffer.store(Packets.packet(2, 1489)));
        assertFalse(buffer.find(2, found));
    }

    @Test
    void memoryGrowsWithThePacketsAndIsBounded() {
        assertEquals(0, buffer.memory());
        for (int n = 0; n < 10; n++) {
            buffer.store(Packets.packet(n, 80));
        }
        assertEquals(10 * 128, buffer.memory());
        for (int n = 10; n < 10_000; n++) {
            buffer.store(Packets.packet(n, 1488));
        }
        assertEquals(128 * 1500, buffer.memory());
    }

    @Test
    void aSenderThatStartsAgainIsFollowed() {
        buffer.store(Packets.packet(50_000));
        buffer.store(Packets.packet(10));
        buffer.store(Packets.packet(11));
        assertTrue(buffer.find(11, found));
        assertFalse(buffer.find(50_000, found));
    }

    @Test
    void anotherSourceStartsWithNothing() {
        buffer.store(Packets.packet(100));
        buffer.clear();
        assertFalse(buffer.find(100, found));
        assertTrue(buffer.store(Packets.packet(60_000)));
        assertFalse(buffer.find(100, found));
        assertTrue(buffer.find(60_000, found));
    }

    @Test
    void sizesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new RetransmissionBuffer(0, 1500));
        assertThrows(IllegalArgumentException.class, () -> new RetransmissionBuffer(32_769, 1500));
    }
}
