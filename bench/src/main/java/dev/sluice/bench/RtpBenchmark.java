package dev.sluice.bench;

import java.util.Map;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;

/// What the forwarding of one packet of 1,200 bytes costs before and after the ciphers.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class RtpBenchmark {
    private static final int LENGTH = 1_200;

    private final byte[] packet = Packets.rtp(LENGTH, 0);
    private final byte[] egress = new byte[LENGTH];
    private final RtpPacket original = new RtpPacket();
    private final RtpPacket copy = new RtpPacket();
    private final HeaderExtensions extensions = HeaderExtensions
            .mapping(Map.of(Packets.ABS_SEND_TIME, 5, Packets.TRANSPORT_CC, 6, Packets.MID, 7));
    private int number;

    /// Wraps the window around the packet, reads the fields that a track looks at and finds one extension element.
    @Benchmark
    public long parse() {
        Packets.number(packet, ++number);
        if (!original.wrap(packet, 0, LENGTH)) {
            throw new AssertionError("not RTP");
        }
        return original.ssrc() + original.sequenceNumber() + original.timestamp() + original.payloadType()
                + original.extension(Packets.TRANSPORT_CC);
    }

    /// Copies the packet for one subscriber and rewrites SSRC, payload type, sequence number, timestamp and the extensions' identifiers.
    @Benchmark
    public RtpPacket parseCopyAndRewrite() {
        Packets.number(packet, ++number);
        original.wrap(packet, 0, LENGTH);
        original.copyTo(egress, copy);
        copy.ssrc(number).payloadType(100).sequenceNumber(original.sequenceNumber() + 7)
                .timestamp(original.timestamp() + 90);
        extensions.rewrite(copy);
        return copy;
    }
}
