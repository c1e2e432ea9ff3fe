package dev.sluice.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SerialNumbersTest {
    @Test
    void zeroIsNewerThanTheLargest() {
        assertTrue(SerialNumbers.isNewer16(0, 65535));
        assertFalse(SerialNumbers.isNewer16(65535, 0));
        assertTrue(SerialNumbers.isNewer32(0, -1));
    }

    @Test
    void aNumberIsNotNewerThanItself() {
        assertFalse(SerialNumbers.isNewer16(7, 7));
        assertFalse(SerialNumbers.isNewer32(7, 7));
    }

    @Test
    void unwrapsToTheNearest() {
        assertEquals(65536, SerialNumbers.unwrap16(65535, 0));
        assertEquals(65535, SerialNumbers.unwrap16(65536, 65535));
        assertEquals(0x1_0000_0001L, SerialNumbers.unwrap32(0xffff_ffffL, 1));
    }

    @Test
    void numbersSurviveTheirBytes() {
        byte[] bytes = new byte[9];
        U16.set(bytes, 1, 0xfedc);
        assertEquals(0xfedc, U16.get(bytes, 1));
        U24.set(bytes, 1, 0xfedcba);
        assertEquals(0xfedcba, U24.get(bytes, 1));
        U32.set(bytes, 1, 0xfedcba98L);
        assertEquals(0xfedcba98L, U32.get(bytes, 1));
        U64.set(bytes, 1, 0xfedcba9876543210L);
        assertEquals(0xfedcba9876543210L, U64.get(bytes, 1));
        assertEquals(0, bytes[0]);
    }
}
