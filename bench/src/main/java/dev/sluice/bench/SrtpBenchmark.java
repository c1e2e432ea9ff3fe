package dev.sluice.bench;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.sluice.dtlssrtp.SrtpEngine;
import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpProfile;
import dev.sluice.dtlssrtp.SrtpSession;

/// SRTP of packets of 100 bytes (audio) and 1,200 bytes (video), in both profiles, by the engine that the server uses; `--param engine=JITSI` measures the other.
///
/// A session accepts each packet once, so opening needs fresh ones: before each invocation, while the clock stands, the peer's session protects a batch
/// with the next sequence numbers. Timed is the opening of the whole batch, in place, and nothing is subtracted. Both sessions live as long as the benchmark,
/// so rollovers happen as they do in a call. Protecting takes the ciphertext of the last invocation for its next plaintext (to a cipher all bytes are alike)
/// under a new sequence number, so it copies nothing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class SrtpBenchmark {
    private static final int BATCH = 256;

    @Param({"100", "1200"})
    public int size;

    @Param({"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"})
    public SrtpProfile profile;

    @Param("JCE")
    public SrtpEngine engine;

    private SrtpSession sender;
    private byte[] packet;
    private int number;

    @Setup
    public void start() {
        engine.warmUp();
        sender = SrtpSession.create(Keys.of(profile), engine);
        packet = Packets.rtp(size, SrtpSession.MAX_OVERHEAD);
    }

    @Benchmark
    public int protect() {
        Packets.number(packet, ++number);
        return sender.protect(packet, 0, size);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int unprotect(Arrivals arrivals, Meter meter) {
        meter.start();
        int opened = arrivals.openAll();
        meter.stop(BATCH);
        return opened;
    }

    @State(Scope.Thread)
    public static class Arrivals {
        private final byte[][] packets = new byte[BATCH][];
        private final int[] lengths = new int[BATCH];
        private SrtpSession receiver;

        @Setup
        public void start(SrtpBenchmark benchmark) {
            receiver = SrtpSession.create(Keys.mirrored(benchmark.profile), benchmark.engine);
            for (int i = 0; i < BATCH; i++) {
                packets[i] = Packets.rtp(benchmark.size, SrtpSession.MAX_OVERHEAD);
            }
        }

        @Setup(Level.Invocation)
        public void protectAll(SrtpBenchmark benchmark) {
            for (int i = 0; i < BATCH; i++) {
                Packets.number(packets[i], ++benchmark.number);
                lengths[i] = benchmark.sender.protect(packets[i], 0, benchmark.size);
            }
        }

        int openAll() {
            int bytes = 0;
            for (int i = 0; i < BATCH; i++) {
                int length = receiver.unprotect(packets[i], 0, lengths[i]);
                if (length < 0) {
                    throw new AssertionError("refused: " + length);
                }
                bytes += length;
            }
            return bytes;
        }
    }

    private record Keys(byte[] key, byte[] salt, byte[] otherKey, byte[] otherSalt) {
        static SrtpKeys of(SrtpProfile profile) {
            Keys keys = random(profile);
            return new SrtpKeys(profile, keys.key, keys.salt, keys.otherKey, keys.otherSalt);
        }

        static SrtpKeys mirrored(SrtpProfile profile) {
            Keys keys = random(profile);
            return new SrtpKeys(profile, keys.otherKey, keys.otherSalt, keys.key, keys.salt);
        }

        private static Keys random(SrtpProfile profile) {
            RandomGenerator random = new SplittableRandom(1);
            return new Keys(bytes(random, profile.keyLength()), bytes(random, profile.saltLength()),
                    bytes(random, profile.keyLength()),
                    bytes(random, profile.saltLength()));
        }

        private static byte[] bytes(RandomGenerator random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }
    }
}
