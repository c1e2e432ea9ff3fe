package dev.sluice.bench;

import java.util.HexFormat;
import java.util.List;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;

/// RTCP that Chromium sent, into records. It comes once for dozens of RTP packets, so records (and their garbage) are what we want.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class RtcpBenchmark {
    /// A receiver report with two blocks and an extended report.
    private final byte[] report = HexFormat.of()
            .parseHex("82c9000d00000001f531c47f000000000000393f000001424e8f72da00009bd5c145faa5110000040000"
                    + "3ac6000001584e8f72da00009bd580cf00040000000104000002eead4e900eddbdb5");
    private final byte[] transportFeedback = HexFormat.of()
            .parseHex("afcd000600000001c145faa5003a00030083b90f2003a40101000003");
    private final byte[] nack = HexFormat.of().parseHex("81cd000300000001c145faa53ac40000");

    @Benchmark
    public List<RtcpPacket> parseReport() {
        return Rtcp.parse(report, 0, report.length);
    }

    @Benchmark
    public List<RtcpPacket> parseTransportFeedback() {
        return Rtcp.parse(transportFeedback, 0, transportFeedback.length);
    }

    @Benchmark
    public List<RtcpPacket> parseNack() {
        return Rtcp.parse(nack, 0, nack.length);
    }
}
