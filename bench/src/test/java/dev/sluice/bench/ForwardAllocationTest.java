package dev.sluice.bench;

import static dev.sluice.wire.Time.MILLISECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntSupplier;

import org.junit.jupiter.api.Test;

import dev.sluice.dtlssrtp.SrtpEngine;
import dev.sluice.dtlssrtp.SrtpProfile;

/// Forwarding makes no garbage but what the JDK's ciphers make.
///
/// Measured without the optimising compiler (see the module's pom), which would take some objects away, but not always.
class ForwardAllocationTest {
    private static final int PACKETS = 256;
    private static final int BATCHES = 6;
    private static final int SUBSCRIBERS = 10;
    /// For what happens now and then: reports, feedback, growing tables.
    private static final int ALLOWED = 100;

    @Test
    void forwardingAllocatesWhatTheCiphersDoAndNoMore() {
        long ciphers = unprotect() + SUBSCRIBERS * protect();

        long all = forward();

        assertTrue(all - ciphers < ALLOWED,
                all + " bytes are allocated for a packet, " + ciphers + " of them by the ciphers");
    }

    private static long protect() {
        SrtpBenchmark srtp = srtp();
        return perPacket(() -> {
            for (int i = 0; i < PACKETS; i++) {
                srtp.protect();
            }
            return PACKETS;
        }, () -> {});
    }

    private static long unprotect() {
        SrtpBenchmark srtp = srtp();
        SrtpBenchmark.Arrivals arrivals = new SrtpBenchmark.Arrivals();
        arrivals.start(srtp);
        return perPacket(arrivals::openAll, () -> arrivals.protectAll(srtp));
    }

    private static long forward() {
        try (Room room = new Room(SUBSCRIBERS)) {
            Stream stream = new Stream(PACKETS, 1_200);
            long perPacket = perPacket(() -> forwardAll(stream, room), () -> stream.protectBatch(room.publisher()));
            assertEquals(BATCHES * PACKETS * SUBSCRIBERS, room.forwarded());
            return perPacket;
        }
    }

    private static int forwardAll(Stream stream, Room room) {
        for (int i = 0; i < PACKETS; i++) {
            room.receive(stream.packet(i), stream.length(i), MILLISECOND);
        }
        return PACKETS;
    }

    private static SrtpBenchmark srtp() {
        SrtpBenchmark srtp = new SrtpBenchmark();
        srtp.profile = SrtpProfile.AEAD_AES_128_GCM;
        srtp.engine = SrtpEngine.JCE;
        srtp.size = 1_200;
        srtp.start();
        return srtp;
    }

    /// The last batch is the one that counts: those before it make what is made once, such as the 1,024 places of the retransmission cache.
    private static long perPacket(IntSupplier batch, Runnable prepare) {
        Meter meter = new Meter();
        for (int i = 0; i < BATCHES; i++) {
            prepare.run();
            meter.reset();
            meter.start();
            batch.getAsInt();
            meter.stop(PACKETS);
        }
        return meter.allocated / meter.packets;
    }
}
