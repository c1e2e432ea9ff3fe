package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// What a session promises about packets it does not like.
class SrtpSessionTest {
    private static final int SSRC = 77;

    private final Random random = new Random(5);

    @ParameterizedTest
    @EnumSource
    void replaysAndForgeriesByTheThousandChangeNothing(SrtpProfile profile) {
        SrtpSession sender = SrtpSession.create(keys(profile));
        SrtpSession receiver = SrtpSession.create(keys(profile));
        byte[] previous = protectedPacket(sender, SSRC, 0);
        assertTrue(receiver.unprotect(previous.clone(), 0, previous.length) > 0);
        for (int i = 1; i < 5_000; i++) {
            byte[] packet = protectedPacket(sender, SSRC, i & 0xffff);
            byte[] forged = packet.clone();
            forged[2 + random.nextInt(forged.length - 2)] ^= (byte) (1 << random.nextInt(8));
            assertTrue(receiver.unprotect(forged, 0, forged.length) < 0);
            assertEquals(packet.length - profile.rtpOverhead(), receiver.unprotect(packet.clone(), 0, packet.length));
            assertEquals(SrtpSession.REPLAYED, receiver.unprotect(packet, 0, packet.length));
            assertEquals(SrtpSession.REPLAYED, receiver.unprotect(previous, 0, previous.length));
            previous = protectedPacket(sender, SSRC + 1, i & 0xffff);
            assertTrue(receiver.unprotect(previous.clone(), 0, previous.length) > 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inventedSourcesLeaveNothingBehind(SrtpProfile profile) {
        SrtpSession receiver = SrtpSession.create(keys(profile), 64);
        byte[] garbage = new byte[100];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(garbage);
            garbage[0] = (byte) 0x80;
            assertEquals(SrtpSession.AUTHENTICATION_FAILED, receiver.unprotect(garbage.clone(), 0, garbage.length));
            garbage[1] = (byte) 200;
            assertEquals(SrtpSession.AUTHENTICATION_FAILED, receiver.unprotectRtcp(garbage, 0, garbage.length));
        }

        SrtpSession sender = SrtpSession.create(keys(profile));
        for (int ssrc = 0; ssrc < 64; ssrc++) {
            byte[] packet = protectedPacket(sender, ssrc, 1);
            assertTrue(receiver.unprotect(packet, 0, packet.length) > 0);
        }
    }

    @Test
    void aSourceThatIsForgottenMakesRoomForAnother() {
        SrtpSession sender = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM));
        SrtpSession receiver = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM), 64);
        for (int ssrc = 0; ssrc < 1_000; ssrc++) {
            byte[] packet = protectedPacket(sender, ssrc, 1);
            assertTrue(receiver.unprotect(packet, 0, packet.length) > 0);
            receiver.forget(ssrc - 60);
        }
    }

    @Test
    void moreSourcesOfThePeerThanAllowedAreRefused() {
        SrtpSession sender = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM));
        SrtpSession receiver = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM), 64);
        for (int ssrc = 0; ssrc < 64; ssrc++) {
            byte[] packet = protectedPacket(sender, ssrc, 1);
            assertTrue(receiver.unprotect(packet, 0, packet.length) > 0);
        }
        byte[] oneMore = protectedPacket(sender, 64, 1);
        assertEquals(SrtpSession.TOO_MANY_SOURCES, receiver.unprotect(oneMore, 0, oneMore.length));
        byte[] known = protectedPacket(sender, 63, 2);
        assertTrue(receiver.unprotect(known, 0, known.length) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void noLengthIsTooShort(SrtpProfile profile) {
        SrtpSession sender = SrtpSession.create(keys(profile));
        byte[] packet = protectedPacket(sender, SSRC, 1);
        SrtpSession receiver = SrtpSession.create(keys(profile));
        for (int firstByte : new int[]{0x80, 0x90, 0x8f, 0x9f, 0xbf}) {
            for (int length = 0; length < packet.length; length++) {
                byte[] cut = Arrays.copyOf(packet, length);
                if (length > 0) {
                    cut[0] = (byte) firstByte;
                }
                assertTrue(receiver.unprotect(cut.clone(), 0, length) < 0);
                assertTrue(receiver.unprotectRtcp(cut, 0, length) < 0);
            }
        }
    }

    /// The header extension says 65,535 words, and the packet ends: nothing behind it is read.
    @Test
    void aHeaderExtensionThatReachesBeyondThePacketIsTooShort() {
        SrtpSession receiver = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM));
        byte[] packet = new byte[40];
        packet[0] = (byte) 0x90;
        U16.set(packet, 14, 0xffff);

        assertEquals(SrtpSession.TOO_SHORT, receiver.unprotect(packet, 0, packet.length));
    }

    @ParameterizedTest
    @EnumSource
    void aSequenceNumberIsProtectedOnce(SrtpProfile profile) {
        SrtpSession sender = SrtpSession.create(keys(profile));
        protectedPacket(sender, SSRC, 5);
        byte[] again = new byte[200];
        writeHeader(again, SSRC, 5);
        byte[] before = again.clone();

        assertEquals(SrtpSession.REPLAYED, sender.protect(again, 0, 100));
        assertEquals(Arrays.toString(before), Arrays.toString(again));
        writeHeader(again, SSRC, 4);
        assertEquals(100 + profile.rtpOverhead(), sender.protect(again, 0, 100), "an older one that was not used");
    }

    /// As when a loss on the way to us was repaired, and the packet goes on after those that were behind it.
    @ParameterizedTest
    @EnumSource
    void whatIsFourThousandPacketsLateIsStillProtectedOnce(SrtpProfile profile) {
        SrtpSession sender = SrtpSession.create(keys(profile));
        for (int i = 1; i <= 5000; i++) {
            if (i != 905) {
                protectedPacket(sender, SSRC, i);
            }
        }
        byte[] late = new byte[200];
        writeHeader(late, SSRC, 905);
        assertEquals(100 + profile.rtpOverhead(), sender.protect(late, 0, 100));
        writeHeader(late, SSRC, 905);
        assertEquals(SrtpSession.REPLAYED, sender.protect(late, 0, 100));
        writeHeader(late, SSRC, 904);
        assertEquals(SrtpSession.REPLAYED, sender.protect(late, 0, 100));
    }

    /// Receivers disagree about what 65535 after 0 is: of the round before, which does not exist, or of this one. So it is not sent.
    @Test
    void whatIsOlderThanTheFirstPacketIsNotProtected() {
        SrtpSession sender = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM));
        protectedPacket(sender, SSRC, 0);
        byte[] late = new byte[200];
        writeHeader(late, SSRC, 65_535);

        assertEquals(SrtpSession.REPLAYED, sender.protect(late, 0, 100));
    }

    @Test
    void misuseIsToldAtOnce() {
        SrtpSession session = SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM));
        byte[] packet = new byte[200];
        writeHeader(packet, SSRC, 1);
        assertThrows(IllegalArgumentException.class, () -> session.protect(packet, 0, 181));
        assertThrows(IllegalArgumentException.class, () -> session.protect(packet, 0, 11));
        assertThrows(IllegalArgumentException.class, () -> session.protectRtcp(packet, 0, 7));
        assertThrows(IllegalArgumentException.class, () -> SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM), 63));
        assertThrows(IllegalArgumentException.class,
                () -> SrtpSession.create(keys(SrtpProfile.AEAD_AES_128_GCM), 1025));
    }

    /// The JDK makes a new table for each packet with AES-GCM, about a kilobyte, and parameters for the rest; we add nothing.
    @ParameterizedTest
    @EnumSource
    void aPacketCostsNoMoreGarbageThanTheCipher(SrtpProfile profile) {
        SrtpSession sender = SrtpSession.create(keys(profile));
        SrtpSession receiver = SrtpSession.create(keys(profile));
        byte[] packet = new byte[1300];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            writeHeader(packet, SSRC, i);
            int length = sender.protect(packet, 0, 1200);
            assertEquals(1200, receiver.unprotect(packet, 0, length));
        }
        long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;

        long limit = profile == SrtpProfile.AEAD_AES_128_GCM ? 1200 : 250;
        assertTrue(perPacket < limit, perPacket + " bytes");
    }

    private byte[] protectedPacket(SrtpSession sender, int ssrc, int sequenceNumber) {
        int length = 12 + random.nextInt(100);
        byte[] packet = new byte[length + SrtpSession.MAX_OVERHEAD];
        random.nextBytes(packet);
        writeHeader(packet, ssrc, sequenceNumber);
        return Arrays.copyOf(packet, sender.protect(packet, 0, length));
    }

    private static void writeHeader(byte[] packet, int ssrc, int sequenceNumber) {
        packet[0] = (byte) 0x80;
        U16.set(packet, 2, sequenceNumber);
        U32.set(packet, 8, ssrc);
    }

    private static SrtpKeys keys(SrtpProfile profile) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        Arrays.fill(key, (byte) 3);
        return new SrtpKeys(profile, key, salt, key, salt);
    }
}
