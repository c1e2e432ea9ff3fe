package dev.sluice.rtp;

import java.util.List;

import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// What a sender has sent, and which NTP time belongs to which of its RTP timestamps: the receiver's key to lip sync.
///
/// @param packetCount of all packets since the start, modulo 2^32
/// @param octetCount of all payload bytes, modulo 2^32
///
/// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet
public record SenderReport(long ssrc, long ntpTime, long rtpTimestamp, long packetCount, long octetCount,
        List<ReportBlock> reports) implements RtcpPacket {

    private static final int FIXED_SIZE = 24;

    public SenderReport {
        reports = Rtcp.checkCount(reports, "report blocks");
    }

    @Override
    public int size() {
        return 4 + FIXED_SIZE + reports.size() * ReportBlock.SIZE;
    }

    static SenderReport parse(byte[] bytes, int count, int at, int end) {
        if (end - at < FIXED_SIZE) {
            return null;
        }
        List<ReportBlock> reports = ReportBlock.parse(bytes, count, at + FIXED_SIZE, end);
        return reports == null ? null
                : new SenderReport(U32.get(bytes, at), U64.get(bytes, at + 4), U32.get(bytes, at + 12),
                        U32.get(bytes, at + 16), U32.get(bytes, at + 20), reports);
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.SENDER_REPORT, reports.size(), size());
        U32.set(target, at, ssrc);
        U64.set(target, at + 4, ntpTime);
        U32.set(target, at + 12, rtpTimestamp);
        U32.set(target, at + 16, packetCount);
        U32.set(target, at + 20, octetCount);
        return ReportBlock.write(reports, target, at + FIXED_SIZE);
    }
}
