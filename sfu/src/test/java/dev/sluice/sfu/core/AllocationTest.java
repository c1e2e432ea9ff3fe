package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpProfile;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.RtpPacket;

/// What forwarding costs the garbage collector: the ciphers' share is measured by itself, the rest is ours, and there is none.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PLAYERS = 50;
    private static final int ROUNDS = 12;
    private static final int PACKETS = 500;

    @Test
    void forwardingOnePacketToFiftyPlayersMakesNoGarbageOfOurOwn() {
        double perForward;
        try (ReadyCall call = new ReadyCall(PLAYERS, ROUNDS * PACKETS)) {
            perForward = leastAllocated(() -> call.receive(PACKETS)) / PACKETS / PLAYERS;
            assertEquals((long) ROUNDS * PACKETS * PLAYERS, call.forwarded());
        }
        double cipher = perProtect() * (PLAYERS + 1) / PLAYERS;

        assertTrue(perForward - cipher < 16,
                "allocated per forwarded packet: " + perForward + " bytes, of these by the cipher: " + cipher);
    }

    private static double perProtect() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        SrtpSession session = SrtpSession
                .create(new SrtpKeys(profile, new byte[16], new byte[12], new byte[16], new byte[12]));
        byte[] plain = ReadyCall.plain(1);
        byte[] buffer = Arrays.copyOf(plain, 2 * plain.length);
        RtpPacket window = new RtpPacket();
        int[] number = new int[1];
        return leastAllocated(() -> {
            for (int i = 0; i < PACKETS * PLAYERS; i++) {
                System.arraycopy(plain, 0, buffer, 0, plain.length);
                window.wrap(buffer, 0, plain.length);
                window.sequenceNumber(number[0]++ & 0xffff);
                session.protect(buffer, 0, plain.length);
            }
        }) / PACKETS / PLAYERS;
    }

    /// What the compilers leave when they are done.
    private static double leastAllocated(Runnable round) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
