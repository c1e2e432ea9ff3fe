package dev.sluice.peerconnection;

import java.util.List;
import java.util.Map;

import dev.sluice.rtp.ExtensionData;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RetransmissionBudget;
import dev.sluice.rtp.RetransmissionBuffer;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.SendStatistics;
import dev.sluice.rtp.SenderReport;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;

/// The packets that one sender sends, and resends when the peer misses them.
///
/// With a retransmission format agreed on, a packet is resent on a stream of its own. Without, the very bytes that were sent are sent again: SRTP must not
/// encrypt a second time under the same sequence number. Either way a budget limits what is resent.
///
/// Sans-IO and confined to the loop.
///
/// @rfc 4585 6.2.1 Generic NACK
/// @rfc 4588 4 Retransmission Payload Format
final class SendStream {
    interface Output {
        /// Protects a packet that stands at the start of an array of [BundleTransport#PACKET_ROOM] in place, and sends it.
        ///
        /// @return the protected length; 0 or less when it was not sent
        int sendRtp(byte[] packet, int length);

        /// Sends a packet again as [#sendRtp] protected it.
        void resendProtected(byte[] packet, int offset, int length);

        /// The next number of the transport-wide congestion control.
        int nextTransportSequenceNumber();
    }

    private static final int MAX_PACKET = 1_500;
    private static final long LEAST_RESEND_INTERVAL = 5 * Time.MILLISECOND;

    final int ssrc;
    final int rtxSsrc;
    final SendCounters counters = new SendCounters();

    private final Output output;
    private final RetransmissionBudget budget;
    private final int historySize;
    private final byte[] egress = new byte[BundleTransport.PACKET_ROOM];
    private final RtpPacket packet = new RtpPacket();
    private RetransmissionBuffer history;       // null: the peer sends no NACKs, or nothing was sent yet
    private boolean answersNacks;
    private RtpCodec codec;
    private RtpCodec rtx;
    private SentExtensions extensions;
    private int rtxSequenceNumber;
    private int lastFullIntraRequest = -1;
    private SendStatistics statistics;
    private ReportBlock lastReport;

    SendStream(int ssrc, int rtxSsrc, int firstRtxSequenceNumber, RtcConfiguration configuration, Output output) {
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
        this.rtxSequenceNumber = firstRtxSequenceNumber;
        this.historySize = configuration.retransmissionPackets();
        this.budget = new RetransmissionBudget(configuration.retransmissionPercent() / 100.0);
        this.output = output;
    }

    /// Takes what both peers agreed on. The first codec is the one that is sent.
    void configure(List<RtpCodec> codecs, Map<String, Integer> extensionIds, String mid) {
        RtpCodec before = rtx;
        codec = codecs.getFirst();
        rtx = CodecLists.rtxOf(codec, codecs);
        answersNacks = codec.feedback().contains("nack");
        extensions = new SentExtensions(extensionIds, mid);
        statistics = statistics == null ? new SendStatistics(ssrc, codec.clockRate()) : statistics;
        if (!answersNacks || (before == null) != (rtx == null)) {
            history = null;
        }
    }

    void send(int sequenceNumber, byte[] payload, int offset, int length, long timestamp, boolean marker,
            int audioLevel, long now) {
        RtpPacket.writeHeader(egress, 0, codec.payloadType(), marker, sequenceNumber, timestamp, ssrc);
        int payloadAt = extensions.write(egress, transportSequenceNumber(), audioLevel);
        System.arraycopy(payload, offset, egress, payloadAt, length);
        int plain = payloadAt + length;
        statistics.onSent(timestamp, length, now);
        budget.onSent(plain);
        counters.onSent(payloadAt, length);
        if (rtx != null) {
            remember(plain);
            output.sendRtp(egress, plain);
        } else {
            remember(output.sendRtp(egress, plain));
        }
    }

    /// Answers the peer that misses these packets, as far as they are still known and the budget allows.
    void onNack(int[] sequenceNumbers, long now) {
        counters.nackCount++;
        for (int sequenceNumber : sequenceNumbers) {
            if (history == null || !history.find(sequenceNumber, packet)) {
                counters.retransmissionsTooLate++;
            } else if (budget.allow(sequenceNumber, packet.length(), now,
                    Math.max(LEAST_RESEND_INTERVAL, statistics.roundTripTime() / 2))) {
                resend();
            } else {
                counters.retransmissionsRefused++;
            }
        }
    }

    /// False: this is the last request once more.
    boolean isNewFullIntraRequest(int number) {
        boolean fresh = number != lastFullIntraRequest;
        lastFullIntraRequest = number;
        return fresh;
    }

    void onReport(ReportBlock block, long ntpNow) {
        statistics.onReport(block, ntpNow);
        lastReport = block;
    }

    boolean hasSent() {
        return statistics != null && statistics.hasSent();
    }

    SenderReport report(long ntpNow, long now, List<ReportBlock> received) {
        return statistics.report(ntpNow, now, received);
    }

    RtpCodec codec() {
        return codec;
    }

    boolean sendsRtx() {
        return rtx != null;
    }

    /// Null before the direction was first agreed on.
    SendStatistics statistics() {
        return statistics;
    }

    /// What the peer last said it received; null before it did.
    ReportBlock lastReport() {
        return lastReport;
    }

    private void remember(int length) {
        if (!answersNacks || length <= 0) {
            return;
        }
        if (history == null) {
            history = new RetransmissionBuffer(historySize, MAX_PACKET);
        }
        packet.wrap(egress, 0, length);
        history.store(packet);
    }

    private void resend() {
        counters.onResent(packet.headerLength(), packet.payloadLength());
        if (rtx == null) {
            output.resendProtected(packet.bytes(), packet.offset(), packet.length());
        } else {
            resendEncapsulated();
        }
    }

    private void resendEncapsulated() {
        int length = Rtx.encapsulate(packet, rtx.payloadType(), rtxSsrc, rtxSequenceNumber, egress);
        rtxSequenceNumber = rtxSequenceNumber + 1 & U16.MAX;
        packet.wrap(egress, 0, length);
        if (extensions.hasTransportCc()) {
            ExtensionData.transportSequenceNumber(packet, extensions.transportCcId(),
                    output.nextTransportSequenceNumber());
        }
        output.sendRtp(egress, length);
    }

    private int transportSequenceNumber() {
        return extensions.hasTransportCc() ? output.nextTransportSequenceNumber() : 0;
    }
}
