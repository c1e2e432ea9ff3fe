package dev.sluice.peerconnection;

/// What passed the transport, and what it dropped for which reason.
final class TransportCounters {
    long packetsSent;
    long bytesSent;
    long packetsReceived;
    long bytesReceived;
    /// Neither DTLS nor RTP nor RTCP.
    long unknownPackets;
    /// Came before there were keys for it, and more of it than is kept.
    long earlyPacketsDropped;
    /// SRTP refused it: forged, repeated, or too short.
    long unprotectFailures;
}
