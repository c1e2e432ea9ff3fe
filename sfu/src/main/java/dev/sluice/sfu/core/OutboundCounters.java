package dev.sluice.sfu.core;

/// What went out for a subscription, and what its player asked for. Names as in RTCOutboundRtpStreamStats.
final class OutboundCounters {
    long packetsSent;
    long bytesSent;
    long nackCount;
    long pliCount;
    long firCount;
}
