package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.SenderReport;

/// What one SSRC has received, under the names of W3C `RTCInboundRtpStreamStats` and `RTCRemoteOutboundRtpStreamStats`.
final class ReceiveCounters {
    long packetsReceived;
    long bytesReceived;
    long headerBytesReceived;
    long retransmittedPacketsReceived;
    long retransmittedBytesReceived;
    /// Missed, and then received over the retransmission stream.
    long packetsRepaired;
    long packetsDelivered;
    long packetsSkipped;
    long nackCount;
    long pliCount;
    long firCount;
    long lastPacketReceivedAt = NEVER;
    SenderReport lastSenderReport;
    long lastSenderReportAt = NEVER;
    long senderReports;

    void onPacket(RtpPacket packet, long now) {
        packetsReceived++;
        bytesReceived += packet.payloadLength();
        headerBytesReceived += packet.headerLength() + packet.paddingLength();
        lastPacketReceivedAt = now;
    }

    /// W3C counts what came over the retransmission stream among what was received, too.
    void onRetransmission(RtpPacket packet) {
        packetsReceived++;
        bytesReceived += packet.payloadLength();
        headerBytesReceived += packet.headerLength() + packet.paddingLength();
        retransmittedPacketsReceived++;
        retransmittedBytesReceived += packet.payloadLength();
    }

    void onSenderReport(SenderReport report, long now) {
        lastSenderReport = report;
        lastSenderReportAt = now;
        senderReports++;
    }
}
