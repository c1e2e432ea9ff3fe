package dev.sluice.rtp;

import java.util.List;

import dev.sluice.wire.U32;

/// What somebody who sends no media has received.
///
/// @param ssrc of who reports
///
/// @rfc 3550 6.4.2 RR: Receiver Report RTCP Packet
public record ReceiverReport(long ssrc, List<ReportBlock> reports) implements RtcpPacket {

    public ReceiverReport {
        reports = Rtcp.checkCount(reports, "report blocks");
    }

    @Override
    public int size() {
        return 8 + reports.size() * ReportBlock.SIZE;
    }

    static ReceiverReport parse(byte[] bytes, int count, int at, int end) {
        if (end - at < 4) {
            return null;
        }
        List<ReportBlock> reports = ReportBlock.parse(bytes, count, at + 4, end);
        return reports == null ? null : new ReceiverReport(U32.get(bytes, at), reports);
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.RECEIVER_REPORT, reports.size(), size());
        U32.set(target, at, ssrc);
        return ReportBlock.write(reports, target, at + 4);
    }
}
