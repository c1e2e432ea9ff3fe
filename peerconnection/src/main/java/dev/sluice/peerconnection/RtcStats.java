package dev.sluice.peerconnection;

import java.time.Instant;
import java.util.Map;

import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.ice.IceState;

/// What a connection has measured, under the names of W3C's `webrtc-stats`. Durations are seconds, sizes bytes, SSRCs unsigned.
///
/// A member that W3C leaves out until it is known is empty, -1 or null here, as its record says.
public sealed interface RtcStats {
    /// Names the object within its report; other objects refer to it by this.
    String id();

    Instant timestamp();

    /// @param packetsLost      negative when packets came twice
    /// @param packetsDiscarded came too late to be delivered, or twice
    /// @param packetsSkipped   given up: the receiver went on without them (not in W3C)
    record InboundRtp(String id, Instant timestamp, long ssrc, String kind, String mid, String transportId,
            String codecId, long packetsReceived,
            long bytesReceived, long headerBytesReceived, long packetsLost, double jitter, long packetsDiscarded,
            long packetsSkipped, long nackCount,
            long pliCount, long firCount, long retransmittedPacketsReceived,
            long retransmittedBytesReceived) implements RtcStats {}

    /// @param rtxSsrc                 0 without a retransmission format
    /// @param retransmissionsRefused  asked for beyond the budget, too often, or too late (not in W3C)
    record OutboundRtp(String id, Instant timestamp, long ssrc, long rtxSsrc, String kind, String mid,
            String transportId, String codecId, boolean active,
            long packetsSent, long bytesSent, long headerBytesSent, long retransmittedPacketsSent,
            long retransmittedBytesSent,
            long retransmissionsRefused, long nackCount, long pliCount, long firCount) implements RtcStats {}

    /// What the peer reported about a stream of ours.
    ///
    /// @param roundTripTime -1 before the first measurement
    record RemoteInboundRtp(String id, Instant timestamp, long ssrc, String kind, String localId, long packetsLost,
            double fractionLost, double jitter,
            double roundTripTime) implements RtcStats {}

    /// What the peer reported about a stream of its own.
    record RemoteOutboundRtp(String id, Instant timestamp, long ssrc, String kind, String localId, long packetsSent,
            long bytesSent, long reportsSent,
            Instant remoteTimestamp) implements RtcStats {}

    /// @param selectedCandidatePairId empty before there is one
    /// @param dtlsRole                null before it was negotiated
    /// @param srtpCipher              empty before there are keys
    record Transport(String id, Instant timestamp, long packetsSent, long packetsReceived, long bytesSent,
            long bytesReceived, IceState iceState,
            DtlsState dtlsState, DtlsRole dtlsRole, String srtpCipher, String localCertificateId,
            String selectedCandidatePairId) implements RtcStats {}

    record CandidatePair(String id, Instant timestamp, String transportId, String localCandidateId,
            String remoteCandidateId, boolean nominated)
            implements
                RtcStats {}

    record Candidate(String id, Instant timestamp, boolean isRemote, String address, int port, String protocol,
            String candidateType, long priority)
            implements
                RtcStats {}

    record Codec(String id, Instant timestamp, int payloadType, String mimeType, int clockRate,
            int channels) implements RtcStats {}

    record Certificate(String id, Instant timestamp, String fingerprint,
            String fingerprintAlgorithm) implements RtcStats {}

    /// What was dropped, by reason (not in W3C). docs/peerconnection.md tells the reasons.
    record Dropped(String id, Instant timestamp, Map<String, Long> packets) implements RtcStats {}
}
