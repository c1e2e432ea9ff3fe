package dev.sluice.peerconnection;

import java.util.Optional;

import dev.sluice.rtp.ExtensionData;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.TransportFeedback;
import dev.sluice.rtp.TransportFeedbackRecorder;

/// Tells the peer when its packets arrived, if both agreed to that, so that it can find out what the path carries.
///
/// Sans-IO and confined to the loop.
final class ArrivalReporter {
    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    private final RtcpWriter writer;
    private long lastSsrc;

    ArrivalReporter(RtcpWriter writer) {
        this.writer = writer;
    }

    /// @param transportCcId the identifier of the transport-wide sequence number in this packet; 0: not agreed on
    void onPacket(RtpPacket packet, int transportCcId, long now) {
        int number = transportCcId == 0 ? ExtensionData.NONE
                : ExtensionData.transportSequenceNumber(packet, transportCcId);
        if (number != ExtensionData.NONE) {
            lastSsrc = Integer.toUnsignedLong(packet.ssrc());
            recorder.onPacket(number, now);
        }
    }

    long deadline() {
        return recorder.deadline();
    }

    void onTime(long now) {
        if (now < recorder.deadline()) {
            return;
        }
        Optional<TransportFeedback> feedback = recorder.build(writer.ownSsrc(), lastSsrc);
        while (feedback.isPresent()) {
            writer.sendFeedback(feedback.get());
            feedback = recorder.build(writer.ownSsrc(), lastSsrc);
        }
    }
}
