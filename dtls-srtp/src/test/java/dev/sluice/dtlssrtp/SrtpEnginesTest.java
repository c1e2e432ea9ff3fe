package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// The two engines make the same bytes and open each other's packets: each is the other's oracle.
class SrtpEnginesTest {
    private static final int PACKETS = 4_000;
    private static final int FIRST = 63_536; // half of the packets come before the rollover
    private static final int SSRC = 0x11223344;
    private static final int ONE_BYTE_EXTENSIONS = 0xbede;

    private final Random random = new Random(1);

    @ParameterizedTest
    @EnumSource
    void protectRtpAlike(SrtpProfile profile) {
        SrtpKeys keys = randomKeys(profile);
        SrtpSession ours = SrtpSession.create(keys, SrtpEngine.JCE);
        SrtpSession theirs = SrtpSession.create(keys, SrtpEngine.JITSI);
        SrtpSession ourPeer = SrtpSession.create(mirrored(keys), SrtpEngine.JCE);
        SrtpSession theirPeer = SrtpSession.create(mirrored(keys), SrtpEngine.JITSI);
        for (int i = 0; i < PACKETS; i++) {
            byte[] plain = rtp(FIRST + i & 0xffff);
            byte[] mine = Arrays.copyOf(plain, plain.length + SrtpSession.MAX_OVERHEAD);
            byte[] other = mine.clone();
            int length = ours.protect(mine, 0, plain.length);
            assertEquals(length, theirs.protect(other, 0, plain.length));
            assertArrayEquals(Arrays.copyOf(other, length), Arrays.copyOf(mine, length));
            assertEquals(plain.length, theirPeer.unprotect(mine, 0, length));
            assertEquals(plain.length, ourPeer.unprotect(other, 0, length));
            assertArrayEquals(plain, Arrays.copyOf(mine, plain.length));
            assertArrayEquals(plain, Arrays.copyOf(other, plain.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void protectRtcpAlike(SrtpProfile profile) {
        SrtpKeys keys = randomKeys(profile);
        SrtpSession ours = SrtpSession.create(keys, SrtpEngine.JCE);
        SrtpSession theirs = SrtpSession.create(keys, SrtpEngine.JITSI);
        SrtpSession ourPeer = SrtpSession.create(mirrored(keys), SrtpEngine.JCE);
        for (int i = 0; i < 1_000; i++) {
            byte[] plain = rtcp();
            byte[] mine = Arrays.copyOf(plain, plain.length + SrtpSession.MAX_OVERHEAD);
            byte[] other = mine.clone();
            int length = ours.protectRtcp(mine, 0, plain.length);
            assertEquals(length, theirs.protectRtcp(other, 0, plain.length));
            assertArrayEquals(Arrays.copyOf(other, length), Arrays.copyOf(mine, length));
            assertEquals(plain.length, ourPeer.unprotectRtcp(other, 0, length));
            assertArrayEquals(plain, Arrays.copyOf(other, plain.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oursOpensWhatIsLateAcrossARollover(SrtpProfile profile) {
        SrtpKeys keys = randomKeys(profile);
        SrtpSession sender = SrtpSession.create(keys, SrtpEngine.JCE);
        SrtpSession receiver = SrtpSession.create(mirrored(keys), SrtpEngine.JCE);
        byte[][] packets = new byte[100][];
        for (int i = 0; i < packets.length; i++) {
            byte[] plain = rtp(65_500 + i & 0xffff);
            packets[i] = Arrays.copyOf(plain, plain.length + SrtpSession.MAX_OVERHEAD);
            packets[i] = Arrays.copyOf(packets[i], sender.protect(packets[i], 0, plain.length));
        }
        for (int i : new int[]{0, 60, 20, 99, 35, 36, 37, 1}) {
            byte[] packet = packets[i].clone();
            assertEquals(packet.length - profile.rtpOverhead(), receiver.unprotect(packet, 0, packet.length),
                    "packet " + i);
            assertEquals(SrtpSession.REPLAYED, receiver.unprotect(packets[i].clone(), 0, packet.length), "packet " + i);
        }
    }

    private byte[] rtp(int sequenceNumber) {
        int sources = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        int extension = random.nextInt(2) == 0 ? 4 * random.nextInt(5) : -1;
        int header = 12 + 4 * sources + (extension < 0 ? 0 : 4 + extension);
        byte[] packet = new byte[header + random.nextInt(1_200)];
        random.nextBytes(packet);
        packet[0] = (byte) (0x80 | (extension < 0 ? 0 : 0x10) | sources);
        U16.set(packet, 2, sequenceNumber);
        U32.set(packet, 8, SSRC);
        if (extension >= 0) {
            U16.set(packet, 12 + 4 * sources, ONE_BYTE_EXTENSIONS); // left to chance it would say Cryptex one day
            U16.set(packet, 12 + 4 * sources + 2, extension / 4);
        }
        return packet;
    }

    private byte[] rtcp() {
        byte[] packet = new byte[8 + 4 * random.nextInt(200)];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        U32.set(packet, 4, SSRC);
        return packet;
    }

    private SrtpKeys randomKeys(SrtpProfile profile) {
        return new SrtpKeys(profile, bytes(profile.keyLength()), bytes(profile.saltLength()),
                bytes(profile.keyLength()), bytes(profile.saltLength()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static SrtpKeys mirrored(SrtpKeys keys) {
        return new SrtpKeys(keys.profile(), keys.remoteKey(), keys.remoteSalt(), keys.localKey(), keys.localSalt());
    }
}
