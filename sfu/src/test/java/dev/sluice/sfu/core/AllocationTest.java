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
    /// A busy machine compiles late: so many more rounds it gets.
    private static final int MORE_ROUNDS = 48;
    private static final int PACKETS = 500;
    /// Less than any object has.
    private static final int NOTHING = 16;

    @Test
    void forwardingOnePacketToFiftyPlayersMakesNoGarbageOfOurOwn() {
        try (ReadyCall call = new ReadyCall(PLAYERS, (ROUNDS + MORE_ROUNDS) * PACKETS)) {
            Runnable round = () -> call.receive(PACKETS);
            double perForward = leastAllocated(round);
            double cipher = allocatedByCipher();
            int rounds = ROUNDS;
            while (perForward - cipher >= NOTHING && rounds < ROUNDS + MORE_ROUNDS) {
                perForward = Math.min(perForward, allocated(round));
                rounds++;
            }

            assertEquals((long) rounds * PACKETS * PLAYERS, call.forwarded());
            assertTrue(perForward - cipher < NOTHING,
                    "allocated per forwarded packet: " + perForward + " bytes, of these by the cipher: " + cipher);
        }
    }

    /// To open one packet and to protect it for all players, for each of these.
    private static double allocatedByCipher() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        SrtpSession session = SrtpSession
                .create(new SrtpKeys(profile, new byte[16], new byte[12], new byte[16], new byte[12]));
        byte[] plain = ReadyCall.plain(1);
        byte[] buffer = Arrays.copyOf(plain, 2 * plain.length);
        RtpPacket window = new RtpPacket();
        int[] number = new int[1];
        double perProtect = leastAllocated(() -> {
            for (int i = 0; i < PACKETS * PLAYERS; i++) {
                System.arraycopy(plain, 0, buffer, 0, plain.length);
                window.wrap(buffer, 0, plain.length);
                window.sequenceNumber(number[0]++ & 0xffff);
                session.protect(buffer, 0, plain.length);
            }
        });
        return perProtect * (PLAYERS + 1) / PLAYERS;
    }

    /// What the compilers leave when they are done.
    private static double leastAllocated(Runnable round) {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, allocated(round));
        }
        return least;
    }

    /// For each of the round's packets to each of the players.
    private static double allocated(Runnable round) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        round.run();
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) PACKETS / PLAYERS;
    }
}
