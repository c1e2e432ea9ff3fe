package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.rtp.FullIntraRequest;
import dev.sluice.rtp.Nack;
import dev.sluice.rtp.PictureLossIndication;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.SourceDescription;

/// Sends RTCP: feedback at once, and the compounds that others put together.
///
/// Feedback travels alone when both peers agreed to reduced-size RTCP, and otherwise behind an empty report and our canonical name.
///
/// @rfc 5506 3.4 RTCP packets other than compound ones
/// @rfc 4585 3.1 Compound RTCP Feedback Packets
final class RtcpWriter {
    interface Output {
        /// Takes a compound at the start of an array of [BundleTransport#PACKET_ROOM].
        void sendRtcp(byte[] packet, int length);
    }

    private static final int MOST_BYTES = 1_200;

    private final long ownSsrc;
    private final String cname;
    private final Output output;
    private final byte[] egress = new byte[BundleTransport.PACKET_ROOM];
    private boolean reducedSize;
    private int firNumber;

    /// @param ownSsrc who speaks in feedback and in the reports of somebody who sends nothing
    RtcpWriter(long ownSsrc, String cname, Output output) {
        this.ownSsrc = ownSsrc;
        this.cname = cname;
        this.output = output;
    }

    long ownSsrc() {
        return ownSsrc;
    }

    String cname() {
        return cname;
    }

    void reducedSize(boolean agreed) {
        reducedSize = agreed;
    }

    void sendNack(int mediaSsrc, int[] sequenceNumbers, int count) {
        sendFeedback(Nack.of(ownSsrc, Integer.toUnsignedLong(mediaSsrc), sequenceNumbers, count));
    }

    void sendPictureLossIndication(int mediaSsrc) {
        sendFeedback(new PictureLossIndication(ownSsrc, Integer.toUnsignedLong(mediaSsrc)));
    }

    void sendFullIntraRequest(int mediaSsrc) {
        firNumber = firNumber + 1 & 0xff;
        sendFeedback(new FullIntraRequest(ownSsrc,
                List.of(new FullIntraRequest.Entry(Integer.toUnsignedLong(mediaSsrc), firNumber))));
    }

    void sendFeedback(RtcpPacket feedback) {
        send(reducedSize ? List.of(feedback)
                : List.of(new ReceiverReport(ownSsrc, List.of()), SourceDescription.cname(ownSsrc, cname), feedback));
    }

    /// Sends the packets in as few datagrams as they need.
    void send(List<RtcpPacket> packets) {
        List<RtcpPacket> compound = new ArrayList<>();
        for (RtcpPacket packet : packets) {
            if (!compound.isEmpty() && Rtcp.size(compound) + packet.size() > MOST_BYTES) {
                output.sendRtcp(egress, Rtcp.write(compound, egress, 0));
                compound.clear();
            }
            compound.add(packet);
        }
        if (!compound.isEmpty()) {
            output.sendRtcp(egress, Rtcp.write(compound, egress, 0));
        }
    }
}
