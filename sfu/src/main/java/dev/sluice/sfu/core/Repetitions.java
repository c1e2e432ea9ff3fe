package dev.sluice.sfu.core;

import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.RetransmissionBudget;
import dev.sluice.rtp.RetransmissionBuffer;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;

/// Sends to a player once more what it lost, within a budget.
///
/// Where a retransmission stream was negotiated, the packet is made anew from the track's cache. Where there is none, it can only go out as it did the first
/// time, because protecting the same number twice would give the key away; so the protected packets of such a subscription are kept.
final class Repetitions {
    /// Until the player's reports tell: as on a short link, so that the first losses are repaired in time.
    private static final long DEFAULT_ROUND_TRIP = 20 * Time.MILLISECOND;

    private final WorkerParts parts;
    private final Transport transport;
    private final int rtxPayloadType;
    private final int rtxSsrc;
    private final RetransmissionBuffer protectedPackets;        // null where there is a retransmission stream, or no NACK
    private final RetransmissionBudget budget;
    private final RtpPacket window = new RtpPacket();
    private int nextNumber;
    private long sent;
    private long refused;

    Repetitions(WorkerParts parts, TrackParameters played, Transport transport) {
        this.parts = parts;
        this.transport = transport;
        rtxPayloadType = played.rtxPayloadType();
        rtxSsrc = played.rtxSsrc();
        protectedPackets = played.hasFeedback("nack") && rtxSsrc == 0
                ? new RetransmissionBuffer(parts.config().cachedPackets(),
                        WorkerParts.MAX_PACKET + SrtpSession.MAX_OVERHEAD)
                : null;
        budget = new RetransmissionBudget(parts.config().retransmissionShare());
        nextNumber = Ids.firstSequenceNumber(parts.random());
    }

    /// Whether packets are made anew from the track's cache.
    boolean hasStream() {
        return rtxSsrc != 0;
    }

    /// The packet in the egress buffer went out for the first time, `length` long with its protection.
    void onSent(int plainLength, int length) {
        budget.onSent(plainLength);
        if (protectedPackets != null && window.wrap(parts.egress(), 0, length)) {
            protectedPackets.store(window);
        }
    }

    /// Whether a packet may go over the retransmission stream now; if so, it is taken as sent.
    boolean allows(int number, int plainLength, long roundTripTime, long now) {
        boolean allowed = budget.allow(number, plainLength, now,
                roundTripTime < 0 ? DEFAULT_ROUND_TRIP : roundTripTime);
        refused += allowed ? 0 : 1;
        return allowed;
    }

    /// Sends a packet, rewritten for the player, over the retransmission stream.
    ///
    /// @rfc 4588 4 Retransmission Payload Format
    void send(RtpPacket rewritten) {
        int length = Rtx.encapsulate(rewritten, rtxPayloadType, rtxSsrc, nextNumber, parts.egress());
        nextNumber = nextNumber + 1 & U16.MAX;
        sent += transport.sendRtp(length) > 0 ? 1 : 0;
    }

    /// Sends a packet as it was sent, if it is still there.
    void sendAgain(int number, long roundTripTime, long now) {
        if (protectedPackets != null && protectedPackets.find(number, window)
                && allows(number, window.length(), roundTripTime, now)) {
            transport.sendAgain(window);
            sent++;
        }
    }

    long sent() {
        return sent;
    }

    long refused() {
        return refused;
    }
}
