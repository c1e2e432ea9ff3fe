package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// XR: report blocks beyond those of SR and RR. Browsers use two of them so that a receiver, too, can measure the round trip.
///
/// @rfc 3611 2 XR Packet Format
public record ExtendedReport(long senderSsrc, List<Block> blocks) implements RtcpPacket {

    public sealed interface Block {
        /// The receiver's clock, to be sent back in a [DelaySinceLastReceiverReport].
        ///
        /// @rfc 3611 4.4 Receiver Reference Time Report Block
        record ReceiverReferenceTime(long ntpTime) implements Block {}

        /// @rfc 3611 4.5 DLRR Report Block
        record DelaySinceLastReceiverReport(List<Entry> entries) implements Block {
            public DelaySinceLastReceiverReport {
                entries = List.copyOf(entries);
            }
        }

        /// @param lastReceiverReport the middle 32 bits of the receiver's reference time
        /// @param delay since then, in 65,536ths of a second
        record Entry(long ssrc, long lastReceiverReport, long delay) {}

        /// Kept as it came.
        record Unknown(int type, int typeSpecific, byte[] contents) implements Block {}

        private int size() {
            return 4 + switch (this) {
                case ReceiverReferenceTime _ -> 8;
                case DelaySinceLastReceiverReport(var entries) -> 12 * entries.size();
                case Unknown unknown -> unknown.contents.length + 3 & ~3;
            };
        }
    }

    private static final int RECEIVER_REFERENCE_TIME = 4;
    private static final int DELAY_SINCE_LAST_RECEIVER_REPORT = 5;

    public ExtendedReport {
        blocks = List.copyOf(blocks);
    }

    @Override
    public int size() {
        int size = 8;
        for (Block block : blocks) {
            size += block.size();
        }
        return size;
    }

    static ExtendedReport parse(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            return null;
        }
        List<Block> blocks = new ArrayList<>();
        for (int block = at + 4; block < end;) {
            int next = end - block < 4 ? end + 1 : block + 4 + 4 * U16.get(bytes, block + 2);
            if (next > end) {
                return null;
            }
            blocks.add(parseBlock(bytes, block, next));
            block = next;
        }
        return new ExtendedReport(U32.get(bytes, at), blocks);
    }

    private static Block parseBlock(byte[] bytes, int at, int end) {
        int type = bytes[at] & 0xff;
        int contents = at + 4;
        if (type == RECEIVER_REFERENCE_TIME && end - contents == 8) {
            return new Block.ReceiverReferenceTime(U64.get(bytes, contents));
        }
        if (type == DELAY_SINCE_LAST_RECEIVER_REPORT && (end - contents) % 12 == 0) {
            List<Block.Entry> entries = new ArrayList<>();
            for (int entry = contents; entry < end; entry += 12) {
                entries.add(new Block.Entry(U32.get(bytes, entry), U32.get(bytes, entry + 4),
                        U32.get(bytes, entry + 8)));
            }
            return new Block.DelaySinceLastReceiverReport(entries);
        }
        return new Block.Unknown(type, bytes[at + 1] & 0xff, Arrays.copyOfRange(bytes, contents, end));
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.EXTENDED_REPORT, 0, size());
        U32.set(target, at, senderSsrc);
        at += 4;
        for (Block block : blocks) {
            writeBlock(block, target, at);
            at += block.size();
        }
        return at;
    }

    private static void writeBlock(Block block, byte[] target, int at) {
        U16.set(target, at + 2, block.size() / 4 - 1);
        switch (block) {
            case Block.ReceiverReferenceTime(long ntpTime) -> {
                U16.set(target, at, RECEIVER_REFERENCE_TIME << 8);
                U64.set(target, at + 4, ntpTime);
            }
            case Block.DelaySinceLastReceiverReport(var entries) -> {
                U16.set(target, at, DELAY_SINCE_LAST_RECEIVER_REPORT << 8);
                writeEntries(entries, target, at + 4);
            }
            case Block.Unknown(int type, int typeSpecific, byte[] contents) -> {
                U16.set(target, at, type << 8 | typeSpecific);
                Arrays.fill(target, at + 4, at + block.size(), (byte) 0);
                System.arraycopy(contents, 0, target, at + 4, contents.length);
            }
        }
    }

    private static void writeEntries(List<Block.Entry> entries, byte[] target, int at) {
        for (Block.Entry entry : entries) {
            U32.set(target, at, entry.ssrc());
            U32.set(target, at + 4, entry.lastReceiverReport());
            U32.set(target, at + 8, entry.delay());
            at += 12;
        }
    }
}
