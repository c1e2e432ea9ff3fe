package dev.sluice.sfu.core;

/// What came of a published track, and what was asked of its publisher. Names as in RTCInboundRtpStreamStats.
final class InboundCounters {
    long packetsReceived;
    long bytesReceived;
    long retransmittedPacketsReceived;
    long packetsDuplicated;
    long packetsDiscarded;
    long paddingPacketsReceived;
    long keyFramesReceived;
    long nackCount;
    long pliCount;
}
