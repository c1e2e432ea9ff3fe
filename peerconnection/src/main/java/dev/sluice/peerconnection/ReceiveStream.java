package dev.sluice.peerconnection;

import java.util.function.Consumer;

import dev.sluice.rtp.NackGenerator;
import dev.sluice.rtp.ReceptionStatistics;
import dev.sluice.rtp.ReorderBuffer;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SenderReport;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.wire.Time;

/// The packets of one SSRC, made whole and put in order again.
///
/// Sans-IO and confined to the loop.
final class ReceiveStream {
    private static final int LEAST_REORDER_PACKETS = 512;
    private static final int MOST_REORDER_PACKETS = 16_384;

    final int ssrc;
    final ReceiveCounters counters = new ReceiveCounters();

    private final Consumer<RtpPacket> receiver;
    private final MediaStreams.Output output;
    private final ReceptionStatistics statistics;
    private final NackGenerator nacks;
    private final ReorderBuffer reorder;
    private final Events events = new Events();
    private RtpCodec codec;
    private boolean asksForMissing;
    private boolean ended;

    ReceiveStream(int ssrc, RtpCodec codec, long maxWait, Consumer<RtpPacket> receiver, MediaStreams.Output output) {
        this.ssrc = ssrc;
        this.codec = codec;
        this.receiver = receiver;
        this.output = output;
        statistics = new ReceptionStatistics(Integer.toUnsignedLong(ssrc), codec.clockRate());
        nacks = new NackGenerator(maxWait);
        reorder = new ReorderBuffer(reorderPackets(maxWait), maxWait);
    }

    void onPacket(RtpPacket packet, RtpCodec codec, long now) {
        statistics.onPacket(packet.sequenceNumber(), packet.timestamp(), now);
        counters.onPacket(packet, now);
        this.codec = codec;
        asksForMissing = codec.feedback().contains("nack");
        if (asksForMissing) {
            nacks.onPacket(packet.sequenceNumber(), now);
        }
        reorder.onPacket(packet, now, events);
    }

    /// A packet of the retransmission stream that belongs to this one. It is changed in place.
    void onRetransmission(RtpPacket packet, RtpCodec rtx, long now) {
        counters.onRetransmission(packet);
        int original = Rtx.originalSequenceNumber(packet);
        if (original < 0) {
            return;                             // padding, by which browsers find out the bandwidth
        }
        counters.packetsRepaired += nacks.isMissing(original) ? 1 : 0;
        nacks.onRetransmission(original, now);
        Rtx.decapsulate(packet, rtx.apt(), ssrc);
        reorder.onPacket(packet, now, events);
    }

    /// The peer says that no more will be sent. False: it has said so before.
    boolean end() {
        boolean news = !ended;
        ended = true;
        return news;
    }

    boolean hasEnded() { return ended; }

    void requestKeyFrame(RtcpWriter writer) {
        if (codec.feedback().contains("nack pli")) {
            counters.pliCount++;
            writer.sendPictureLossIndication(ssrc);
        } else if (codec.feedback().contains("ccm fir")) {
            counters.firCount++;
            writer.sendFullIntraRequest(ssrc);
        }
    }

    void onSenderReport(SenderReport report, long now) {
        statistics.onSenderReport(report.ntpTime(), now);
        counters.onSenderReport(report, now);
    }

    ReportBlock report(long now) {
        return statistics.report(now);
    }

    void roundTripTime(long nanoseconds) {
        nacks.roundTripTime(nanoseconds);
    }

    long deadline() {
        return Math.min(asksForMissing ? nacks.deadline() : Time.NEVER, reorder.deadline());
    }

    void onTime(long now) {
        if (asksForMissing) {
            nacks.onTime(now, events);
        }
        reorder.onTime(now, events);
    }

    RtpCodec codec() {
        return codec;
    }

    /// What was lost and not repaired; W3C counts a packet that came by retransmission as received.
    long packetsLost() {
        return statistics.packetsLost() - counters.packetsRepaired;
    }

    long packetsDiscarded() {
        return reorder.late() + reorder.duplicates();
    }

    ReceptionStatistics statistics() {
        return statistics;
    }

    /// A wait of several seconds must hold the packets of several seconds.
    private static int reorderPackets(long maxWait) {
        return Math.clamp(maxWait / Time.MILLISECOND, LEAST_REORDER_PACKETS, MOST_REORDER_PACKETS);
    }

    private final class Events implements NackGenerator.Output, ReorderBuffer.Output {
        @Override
        public void sendNack(int[] sequenceNumbers, int count) {
            counters.nackCount++;
            output.sendNack(ssrc, sequenceNumbers, count);
        }

        @Override
        public void deliver(RtpPacket packet) {
            counters.packetsDelivered++;
            receiver.accept(packet);
        }

        @Override
        public void onSkipped(int sequenceNumber, int count) {
            counters.packetsSkipped += count;
        }
    }
}
