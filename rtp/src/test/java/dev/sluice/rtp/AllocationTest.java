package dev.sluice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

/// The packet path allocates nothing: measured over 100,000 packets after 20,000 to warm up.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final VideoCodec[] CODECS = VideoCodec.values();
    private static final int PACKETS = 100_000;

    private interface Step {
        void run(int n);
    }

    private final List<byte[]> captured = Vectors.capture("chromium-vp8-simulcast").stream()
            .filter(Vectors.Captured::isRtp).map(Vectors.Captured::bytes).toList();
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket copy = new RtpPacket();
    private final byte[] target = new byte[1600];
    private long sum;

    @Test
    void wrappingAndRewritingAPacket() {
        HeaderExtensions extensions = HeaderExtensions.mapping(Map.of(2, 3, 4, 5, 9, 9));
        assertNoGarbage(n -> {
            wrap(n);
            packet.copyTo(target, copy);
            copy.ssrc(n).sequenceNumber(n).timestamp(n).payloadType(n).marker((n & 1) == 0);
            extensions.rewrite(copy);
            sum += copy.extension(9) + copy.payloadLength() + ExtensionData.transportSequenceNumber(copy, 5);
        });
    }

    @Test
    void storingAndFindingForRetransmission() {
        RetransmissionBuffer buffer = new RetransmissionBuffer();
        RetransmissionBudget budget = new RetransmissionBudget();
        assertNoGarbage(n -> {
            wrap(n);
            packet.copyTo(target, copy);
            copy.sequenceNumber(n);
            buffer.store(copy);
            budget.onSent(copy.length());
            if (buffer.find(n - 100 & 0xffff, copy) && budget.allow(n, copy.length(), n, 1)) {
                sum += Rtx.encapsulate(copy, 97, n, n, target);
            }
        });
    }

    @Test
    void mappingSequenceNumbers() {
        SequenceNumberMapper mapper = new SequenceNumberMapper();
        assertNoGarbage(n -> {
            if (n % 7 == 0) {
                mapper.drop(n & 0xffff);
            } else {
                sum += mapper.map(n & 0xffff);
            }
            sum += mapper.original(n - 50 & 0xffff);
        });
    }

    @Test
    void countingAndMissingPackets() {
        NackGenerator generator = new NackGenerator();
        ReceptionStatistics statistics = new ReceptionStatistics(1, 90_000);
        TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
        NackGenerator.Output out = (_, count) -> sum += count;
        assertNoGarbage(n -> {
            if (n % 20 != 0) {
                generator.onPacket(n & 0xffff, n * 1_000_000L);
                statistics.onPacket(n & 0xffff, n, n * 1_000_000L);
                recorder.onPacket(n & 0xffff, n * 1_000_000L);
            }
            generator.onTime(n * 1_000_000L, out);
        });
        assertTrue(generator.requested() > 0);
    }

    @Test
    void puttingPacketsInOrder() {
        ReorderBuffer buffer = new ReorderBuffer();
        ReorderBuffer.Output out = delivered -> sum += delivered.length();
        assertNoGarbage(n -> {
            wrap(n);
            packet.copyTo(target, copy);
            copy.sequenceNumber(n ^ 1);
            buffer.onPacket(copy, n, out);
        });
    }

    @Test
    void readingPayloadDescriptors() {
        Vp8Descriptor vp8 = new Vp8Descriptor();
        Vp9Descriptor vp9 = new Vp9Descriptor();
        H264Payload h264 = new H264Payload();
        Av1Payload av1 = new Av1Payload();
        assertNoGarbage(n -> {
            wrap(n);
            sum += vp8.wrap(packet) ? vp8.pictureId() : 0;
            sum += vp9.wrap(packet) ? vp9.pictureId() : 0;
            sum += h264.wrap(packet) ? h264.units() : 0;
            sum += av1.wrap(packet) ? av1.elements() : 0;
            for (VideoCodec codec : CODECS) {
                boolean isKeyFrame = KeyFrames.isKeyFrame(codec, packet.bytes(), packet.payloadOffset(),
                        packet.payloadLength());
                sum += isKeyFrame ? 1 : 0;
            }
        });
    }

    /// Rare enough to be data, yet an attacker may send it all the time: the memory it takes is in proportion to its bytes.
    @Test
    void aCompoundTakesNoMoreMemoryThanItsBytesJustify() {
        List<byte[]> compounds = new ArrayList<>();
        Vectors.allCaptured().stream().filter(captured -> !captured.isRtp()).forEach(c -> compounds.add(c.bytes()));
        compounds.add(bomb());
        for (byte[] compound : compounds) {
            Rtcp.parse(compound, 0, compound.length);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            List<RtcpPacket> packets = Rtcp.parse(compound, 0, compound.length);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            sum += packets.size();
            assertTrue(allocated <= 64L * compound.length + 4096, () -> compound.length + ": " + allocated);
        }
    }

    /// Eighteen bytes of chunks that speak of 65,535 packets.
    private static byte[] bomb() {
        byte[] statuses = Vectors.hex("1fff".repeat(8) + "0007");
        return RtcpTest.write(List.of(new TransportFeedback(1, 2, 3, 65_535, 4, 5, statuses)));
    }

    private void wrap(int n) {
        byte[] bytes = captured.get(n % captured.size());
        assertTrue(packet.wrap(bytes, 0, bytes.length));
    }

    private void assertNoGarbage(Step step) {
        for (int n = 0; n < 20_000; n++) {
            step.run(n);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int n = 20_000; n < 20_000 + PACKETS; n++) {
            step.run(n);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertEquals(0, allocated / 1000, () -> allocated + " bytes; sum " + sum);      // less than what measuring itself takes
    }
}
