package dev.sluice.peerconnection;

/// What one sender has sent and was asked for, under the names of W3C `RTCOutboundRtpStreamStats`.
final class SendCounters {
    long packetsSent;
    long bytesSent;
    long headerBytesSent;
    long retransmittedPacketsSent;
    long retransmittedBytesSent;
    /// Asked for after the packet had left the history.
    long retransmissionsTooLate;
    /// Asked for again while the answer was under way, too often, or beyond the budget.
    long retransmissionsRefused;
    long nackCount;
    long pliCount;
    long firCount;

    void onSent(int header, int payload) {
        packetsSent++;
        bytesSent += payload;
        headerBytesSent += header;
    }

    /// W3C counts what is resent among what is sent, too.
    void onResent(int header, int payload) {
        onSent(header, payload);
        retransmittedPacketsSent++;
        retransmittedBytesSent += payload;
    }
}
