package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U24;
import dev.sluice.wire.U32;

/// What a receiver has seen of one source.
///
/// ```
/// |                 SSRC_n (SSRC of n-th source)                  |
/// | fraction lost |       cumulative number of packets lost       |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// ```
///
/// @param fractionLost in 256ths, since the last report
/// @param cumulativeLost signed: duplicates make it negative; on the wire it is held between -2^23 and 2^23 - 1
/// @param jitter in units of the RTP clock
/// @param lastSenderReport the middle 32 bits of the NTP time of the last sender report, 0 without one
/// @param delaySinceLastSenderReport in 65,536ths of a second
///
/// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet
public record ReportBlock(long ssrc, int fractionLost, int cumulativeLost, long highestSequence, long jitter,
        long lastSenderReport, long delaySinceLastSenderReport) {

    static final int SIZE = 24;

    private static final int MAX_LOST = 0x7f_ffff;

    /// `count` blocks, or null when they are not all there.
    static List<ReportBlock> parse(byte[] bytes, int count, int at, int end) {
        if (count * SIZE > end - at) {
            return null;
        }
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(parse(bytes, at + i * SIZE));
        }
        return blocks;
    }

    static int write(List<ReportBlock> blocks, byte[] target, int at) {
        for (ReportBlock block : blocks) {
            block.write(target, at);
            at += SIZE;
        }
        return at;
    }

    private static ReportBlock parse(byte[] bytes, int at) {
        int lost = U24.get(bytes, at + 5) << 8 >> 8;
        return new ReportBlock(U32.get(bytes, at), bytes[at + 4] & 0xff, lost, U32.get(bytes, at + 8),
                U32.get(bytes, at + 12), U32.get(bytes, at + 16), U32.get(bytes, at + 20));
    }

    private void write(byte[] target, int at) {
        U32.set(target, at, ssrc);
        target[at + 4] = (byte) fractionLost;
        U24.set(target, at + 5, Math.clamp(cumulativeLost, ~MAX_LOST, MAX_LOST));
        U32.set(target, at + 8, highestSequence);
        U32.set(target, at + 12, jitter);
        U32.set(target, at + 16, lastSenderReport);
        U32.set(target, at + 20, delaySinceLastSenderReport);
    }
}
