package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// Which packets of which streams arrived when: the standard's answer to [TransportFeedback].
///
/// ```
/// |                   SSRC of nth RTP Stream                      |
/// |          begin_seq            |          num_reports          |
/// |R|ECN|  Arrival time offset    | …                             .
/// |                        Report Timestamp                       |
/// ```
///
/// @param reportTimestamp the middle 32 bits of the NTP time of this report
///
/// @rfc 8888 3.1 RTCP Congestion Control Feedback Report
public record CongestionControlFeedback(long senderSsrc, List<Block> blocks, long reportTimestamp)
        implements
            RtcpPacket {
    static final int FORMAT = 11;

    private static final int MAX_REPORTS = 16_384;

    /// @param metrics 16 bits for each packet from `beginSequence` on; [#isReceived], [#ecn] and [#arrivalOffset] take them apart
    public record Block(long ssrc, int beginSequence, int[] metrics) {
        public Block {
            if (metrics.length > MAX_REPORTS) {
                throw new IllegalArgumentException("a block reports on at most 16,384 packets, not " + metrics.length);
            }
        }

        public boolean isReceived(int index) {
            return (metrics[index] & 0x8000) != 0;
        }

        /// The two bits of the IP header's ECN field.
        public int ecn(int index) {
            return metrics[index] >> 13 & 3;
        }

        /// How long before the report the packet came, in 1,024ths of a second; 0x1ffe: longer, 0x1fff: unknown.
        public int arrivalOffset(int index) {
            return metrics[index] & 0x1fff;
        }

        int size() {
            return 8 + (2 * metrics.length + 3 & ~3);
        }
    }

    public CongestionControlFeedback {
        blocks = List.copyOf(blocks);
    }

    @Override
    public int size() {
        int size = 4 + 4 + 4;
        for (Block block : blocks) {
            size += block.size();
        }
        return size;
    }

    static CongestionControlFeedback parse(byte[] bytes, int at, int end) {
        if (end - at < 8) {
            return null;
        }
        List<Block> blocks = new ArrayList<>();
        int blocksEnd = end - 4;
        for (int block = at + 4; block < blocksEnd;) {
            Block parsed = parseBlock(bytes, block, blocksEnd);
            if (parsed == null) {
                return null;
            }
            blocks.add(parsed);
            block += parsed.size();
        }
        return new CongestionControlFeedback(U32.get(bytes, at), blocks, U32.get(bytes, blocksEnd));
    }

    private static Block parseBlock(byte[] bytes, int at, int end) {
        if (end - at < 8) {
            return null;
        }
        int reports = U16.get(bytes, at + 6);
        if (reports > MAX_REPORTS || end - at - 8 < (2 * reports + 3 & ~3)) {
            return null;
        }
        int[] metrics = new int[reports];
        for (int i = 0; i < reports; i++) {
            metrics[i] = U16.get(bytes, at + 8 + 2 * i);
        }
        return new Block(U32.get(bytes, at), U16.get(bytes, at + 4), metrics);
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.TRANSPORT_LAYER_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        at += 4;
        for (Block block : blocks) {
            writeBlock(block, target, at);
            at += block.size();
        }
        U32.set(target, at, reportTimestamp);
        return at + 4;
    }

    private static void writeBlock(Block block, byte[] target, int at) {
        U32.set(target, at, block.ssrc);
        U16.set(target, at + 4, block.beginSequence);
        U16.set(target, at + 6, block.metrics.length);
        at += 8;
        for (int metric : block.metrics) {
            U16.set(target, at, metric);
            at += 2;
        }
        if ((block.metrics.length & 1) != 0) {
            U16.set(target, at, 0);
        }
    }
}
