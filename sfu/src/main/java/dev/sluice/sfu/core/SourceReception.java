package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.NEVER;

import dev.sluice.rtp.NackGenerator;
import dev.sluice.rtp.ReceptionStatistics;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RetransmissionBuffer;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.RtpTimeline;
import dev.sluice.rtp.SenderReport;

/// All that is tied to one SSRC of a publisher: its sequence numbers and its clock, what has arrived of it, what is missing, and its latest packets.
final class SourceReception {
    private final int ssrc;
    private final int clockRate;
    private final ReceivedWindow window = new ReceivedWindow();
    private final ReceptionStatistics statistics;
    private final NackGenerator missing;        // null where the publisher repeats nothing
    private final RtpTimeline timeline;
    private final RetransmissionBuffer cache;

    SourceReception(int ssrc, TrackParameters parameters, int cachedPackets) {
        this.ssrc = ssrc;
        clockRate = parameters.codec().clockRate();
        statistics = new ReceptionStatistics(ssrc, clockRate);
        missing = parameters.hasFeedback("nack") ? new NackGenerator() : null;
        timeline = new RtpTimeline(clockRate);
        cache = new RetransmissionBuffer(cachedPackets, WorkerParts.MAX_PACKET);
    }

    int ssrc() {
        return ssrc;
    }

    /// Notes the packet. Only a new one goes on.
    ReceivedWindow.Arrival onPacket(RtpPacket packet, boolean retransmitted, long now) {
        int number = packet.sequenceNumber();
        if (!retransmitted) {
            statistics.onPacket(number, packet.timestamp(), now);
        }
        ReceivedWindow.Arrival arrival = window.onPacket(number);
        if (arrival == ReceivedWindow.Arrival.NEW && missing != null) {
            noteArrival(number, retransmitted, now);
        }
        return arrival;
    }

    private void noteArrival(int number, boolean retransmitted, long now) {
        if (retransmitted) {
            missing.onRetransmission(number, now);
        } else {
            missing.onPacket(number, now);
        }
    }

    void onSenderReport(SenderReport report, long now) {
        timeline.onSenderReport(report.ntpTime(), report.rtpTimestamp(), now);
        statistics.onSenderReport(report.ntpTime(), now);
    }

    void roundTripTime(long nanoseconds) {
        if (missing != null) {
            missing.roundTripTime(nanoseconds);
        }
    }

    void onTime(long now, NackGenerator.Output out) {
        if (now >= deadline()) {
            missing.onTime(now, out);
        }
    }

    long deadline() {
        return missing == null ? NEVER : missing.deadline();
    }

    /// Whether there is anything to report.
    boolean hasBegun() {
        return statistics.packetsReceived() > 0;
    }

    ReportBlock report(long now) {
        return statistics.report(now);
    }

    long packetsLost() {
        return statistics.packetsLost();
    }

    double jitterSeconds() {
        return (double) statistics.jitter() / clockRate;
    }

    boolean hasReceived(int sequenceNumber) {
        return window.contains(sequenceNumber);
    }

    int newestNumber() {
        return window.newest();
    }

    /// The packets that can be repeated.
    RetransmissionBuffer cache() {
        return cache;
    }

    /// Which moment of the publisher's wall clock its timestamps mean.
    RtpTimeline timeline() {
        return timeline;
    }
}
