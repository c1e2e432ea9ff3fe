package dev.sluice.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.sluice.wire.PacketKind;

@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class WireBenchmark {
    private final byte[] packet = new byte[1_200];

    @Benchmark
    public PacketKind demultiplex() {
        packet[0] = (byte) 0x80;
        return PacketKind.of(packet, 0, packet.length);
    }
}
