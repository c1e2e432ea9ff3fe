package dev.sluice.sfu.core;

import java.util.List;
import java.util.Optional;

import dev.sluice.rtp.ExtensionData;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.TransportFeedback;
import dev.sluice.rtp.TransportFeedbackRecorder;

/// Tells a publisher when each of its packets arrived, from which it finds out how much its link bears.
///
/// Counts packets of all the publisher's tracks together, retransmissions and probes as well, by the number in their transport-cc extension.
final class ArrivalTimes {
    private final TransportFeedbackRecorder recorder = new TransportFeedbackRecorder();
    private int extension;      // 0: not agreed on

    /// Says what is agreed on now; without a track everything stays as it was.
    void tracks(List<TrackParameters> tracks) {
        extension = tracks.stream().filter(track -> track.hasFeedback("transport-cc"))
                .mapToInt(track -> track.extensionId(HeaderExtensions.TRANSPORT_CC)).filter(id -> id != 0).findFirst()
                .orElse(extension);
    }

    void onPacket(RtpPacket packet, long now) {
        int number = extension == 0 ? ExtensionData.NONE : ExtensionData.transportSequenceNumber(packet, extension);
        if (number != ExtensionData.NONE) {
            recorder.onPacket(number, now);
        }
    }

    long deadline() {
        return recorder.deadline();
    }

    /// What has not been told yet; to be asked until there is nothing more.
    Optional<TransportFeedback> feedback(long senderSsrc, long mediaSsrc) {
        return recorder.build(senderSsrc, mediaSsrc);
    }
}
