package dev.sluice.peerconnection;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCandidatePair;
import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.SendStatistics;
import dev.sluice.rtp.SenderReport;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.wire.Time;

/// Puts together one report of what is measured all over a connection. Used once.
///
/// Confined to the loop.
final class StatsCollector {
    private static final String TRANSPORT = "T0";
    private static final String CERTIFICATE = "CF0";

    private final Instant timestamp;
    private final Map<String, RtcStats> report = new LinkedHashMap<>();

    StatsCollector(Instant timestamp) {
        this.timestamp = timestamp;
    }

    RtcStatsReport report() {
        return new RtcStatsReport(Collections.unmodifiableMap(report));
    }

    StatsCollector transport(BundleTransport transport, Optional<IceCandidatePair> selectedPair,
            CertificateFingerprint certificate) {
        String pair = selectedPair.map(this::candidatePair).orElse("");
        TransportCounters counters = transport.counters;
        add(new RtcStats.Transport(TRANSPORT, timestamp, counters.packetsSent, counters.packetsReceived,
                counters.bytesSent, counters.bytesReceived,
                transport.iceState(), transport.dtlsState(), transport.role(), transport.srtpCipher(), CERTIFICATE,
                pair));
        add(new RtcStats.Certificate(CERTIFICATE, timestamp, certificate.value(), certificate.algorithm()));
        return this;
    }

    StatsCollector streams(MediaStreams streams) {
        for (MediaSection section : streams.sections()) {
            for (ReceiveStream stream : section.streams) {
                inbound(section, stream);
            }
            if (section.transceiver.sender().stream().hasSent()) {
                outbound(section, section.transceiver.sender());
            }
        }
        return this;
    }

    StatsCollector dropped(TransportCounters transport, StreamDrops streams, long ignoredCandidates) {
        Map<String, Long> packets = new LinkedHashMap<>();
        packets.put("unknownPackets", transport.unknownPackets);
        packets.put("earlyPackets", transport.earlyPacketsDropped);
        packets.put("unprotectFailures", transport.unprotectFailures);
        packets.put("malformedRtp", streams.malformed);
        packets.put("malformedRtcp", streams.malformedRtcp);
        packets.put("unknownSource", streams.unknownSource);
        packets.put("unknownPayloadType", streams.unknownPayloadType);
        packets.put("unknownRepair", streams.unknownRepair);
        packets.put("notAgreed", streams.notAgreed);
        packets.put("tooManyStreams", streams.tooManyStreams);
        packets.put("ignoredCandidates", ignoredCandidates);
        add(new RtcStats.Dropped("D0", timestamp, Collections.unmodifiableMap(packets)));
        return this;
    }

    private void inbound(MediaSection section, ReceiveStream stream) {
        long ssrc = Integer.toUnsignedLong(stream.ssrc);
        String kind = section.transceiver.kind();
        String id = "IT" + ssrc;
        ReceiveCounters counters = stream.counters;
        add(new RtcStats.InboundRtp(id, timestamp, ssrc, kind, section.agreement().mid(), TRANSPORT,
                codec(stream.codec(), "IN"), counters.packetsReceived,
                counters.bytesReceived, counters.headerBytesReceived, stream.packetsLost(),
                seconds(stream.statistics().jitter(), stream.codec()),
                stream.packetsDiscarded(), counters.packetsSkipped, counters.nackCount, counters.pliCount,
                counters.firCount,
                counters.retransmittedPacketsReceived, counters.retransmittedBytesReceived));
        SenderReport last = counters.lastSenderReport;
        if (last != null) {
            long nanos = NtpTime.toUnixNanos(last.ntpTime());
            add(new RtcStats.RemoteOutboundRtp("RO" + ssrc, timestamp, ssrc, kind, id, last.packetCount(),
                    last.octetCount(), counters.senderReports,
                    Instant.ofEpochSecond(0, nanos)));
        }
    }

    private void outbound(MediaSection section, RtpSender sender) {
        SendStream stream = sender.stream();
        SendCounters counters = stream.counters;
        String kind = section.transceiver.kind();
        String id = "OT" + sender.ssrc();
        add(new RtcStats.OutboundRtp(id, timestamp, sender.ssrc(), stream.sendsRtx() ? sender.rtxSsrc() : 0, kind,
                section.agreement().mid(), TRANSPORT,
                codec(stream.codec(), "OUT"), sender.isSending(), counters.packetsSent, counters.bytesSent,
                counters.headerBytesSent,
                counters.retransmittedPacketsSent, counters.retransmittedBytesSent,
                counters.retransmissionsTooLate + counters.retransmissionsRefused,
                counters.nackCount, counters.pliCount, counters.firCount));
        ReportBlock last = stream.lastReport();
        if (last != null) {
            SendStatistics statistics = stream.statistics();
            double roundTrip = statistics.roundTripTime() < 0 ? -1 : statistics.roundTripTime() / (double) Time.SECOND;
            add(new RtcStats.RemoteInboundRtp("RI" + sender.ssrc(), timestamp, sender.ssrc(), kind, id,
                    last.cumulativeLost(),
                    last.fractionLost() / 256.0, seconds(last.jitter(), stream.codec()), roundTrip));
        }
    }

    private String codec(RtpCodec codec, String direction) {
        String id = direction + codec.payloadType();
        add(new RtcStats.Codec(id, timestamp, codec.payloadType(),
                (codec.clockRate() == 90_000 ? "video/" : "audio/") + codec.name(), codec.clockRate(),
                codec.channels()));
        return id;
    }

    private String candidatePair(IceCandidatePair pair) {
        String local = candidate(pair.local(), false);
        String remote = candidate(pair.remote(), true);
        String id = "CP" + local + "_" + remote;
        add(new RtcStats.CandidatePair(id, timestamp, TRANSPORT, local, remote, true));
        return id;
    }

    private String candidate(IceCandidate candidate, boolean isRemote) {
        String address = candidate.address().getAddress().getHostAddress();
        String id = (isRemote ? "R" : "L") + address + ":" + candidate.address().getPort();
        add(new RtcStats.Candidate(id, timestamp, isRemote, address, candidate.address().getPort(),
                candidate.protocol(), candidate.type().label(),
                candidate.priority()));
        return id;
    }

    private void add(RtcStats stats) {
        report.put(stats.id(), stats);
    }

    private static double seconds(long units, RtpCodec codec) {
        return units / (double) codec.clockRate();
    }
}
