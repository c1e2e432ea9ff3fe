package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.rtp.CongestionControlFeedback;
import dev.sluice.rtp.ExtendedReport;
import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.ReceiverEstimatedMaximumBitrate;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.SenderReport;
import dev.sluice.rtp.SourceDescription;
import dev.sluice.rtp.TransportFeedback;

/// Takes every received RTCP packet to the sender or the stream it speaks of.
///
/// Confined to the loop.
final class RtcpReader {
    private final MediaStreams streams;
    private final RtcpReporter reporter;
    private final Operations operations;
    private final List<RtcpPacket> compound = new ArrayList<>();

    RtcpReader(MediaStreams streams, RtcpReporter reporter, Operations operations) {
        this.streams = streams;
        this.reporter = reporter;
        this.operations = operations;
    }

    void onRtcp(byte[] bytes, int offset, int length, long now) {
        compound.clear();
        if (!Rtcp.parse(bytes, offset, length, compound)) {
            streams.drops.malformedRtcp++;
        }
        for (RtcpPacket packet : compound) {
            onPacket(packet, now);
        }
    }

    private void onPacket(RtcpPacket packet, long now) {
        switch (packet) {
            case SenderReport report -> onSenderReport(report, now);
            case ReceiverReport report -> onReports(report.reports(), now);
            case Nack nack -> onNack(nack, now);
            case PictureLossIndication indication -> onPictureLoss(indication.mediaSsrc());
            case FullIntraRequest request -> request.entries().forEach(this::onFullIntraRequest);
            case Goodbye goodbye ->
                goodbye.ssrcs().forEach(ssrc -> operations.run(() -> streams.onGoodbye(ssrc.intValue())));
            case TransportFeedback _ -> {}          // from here down: nothing to do without an estimate of the bandwidth
            case CongestionControlFeedback _ -> {}
            case ReceiverEstimatedMaximumBitrate _ -> {}
            case ExtendedReport _ -> {}
            case SourceDescription _ -> {}
            case RtcpPacket.Unknown _ -> {}
        }
    }

    private void onSenderReport(SenderReport report, long now) {
        ReceiveStream stream = streams.stream((int) report.ssrc());
        if (stream != null) {
            stream.onSenderReport(report, now);
        }
        onReports(report.reports(), now);
    }

    private void onReports(List<ReportBlock> reports, long now) {
        for (ReportBlock report : reports) {
            RtpSender sender = sender(report.ssrc());
            if (sender != null) {
                sender.stream().onReport(report, reporter.ntpTime(now));
                streams.roundTripTime(sender.stream().statistics().roundTripTime());
            }
        }
    }

    private void onNack(Nack nack, long now) {
        RtpSender sender = sender(nack.mediaSsrc());
        if (sender != null) {
            sender.stream().onNack(nack.sequenceNumbers(), now);
        }
    }

    private void onPictureLoss(long ssrc) {
        RtpSender sender = sender(ssrc);
        if (sender != null) {
            sender.stream().counters.pliCount++;
            operations.run(sender::keyFrameRequested);
        }
    }

    /// A repeated number is the same request once more, which was answered.
    ///
    /// @rfc 5104 4.3.1.2 Semantics
    private void onFullIntraRequest(FullIntraRequest.Entry entry) {
        RtpSender sender = sender(entry.ssrc());
        if (sender != null && sender.stream().isNewFullIntraRequest(entry.sequenceNumber())) {
            sender.stream().counters.firCount++;
            operations.run(sender::keyFrameRequested);
        }
    }

    private RtpSender sender(long ssrc) {
        for (MediaSection section : streams.sections()) {
            RtpSender sender = section.transceiver.sender();
            if (sender.ssrc() == ssrc) {
                return sender;
            }
        }
        return null;
    }
}
