package dev.sluice.rtp;

/// One packet of an RTCP compound, as data. [Rtcp] reads and writes them.
///
/// SSRCs are unsigned 32-bit numbers in a `long`, NTP times the 64 bits of RFC 3550 section 4.
///
/// @rfc 3550 6 RTP Control Protocol
/// @rfc 4585 6 Format of RTCP Feedback Messages
public sealed interface RtcpPacket
        permits SenderReport, ReceiverReport, SourceDescription, Goodbye, Nack, PictureLossIndication, FullIntraRequest,
        ReceiverEstimatedMaximumBitrate, TransportFeedback, CongestionControlFeedback, ExtendedReport,
        RtcpPacket.Unknown {

    /// How many bytes the packet has on the wire, its header included; a multiple of four.
    int size();

    /// Kept as it came: a type or feedback format that this module has no record for. `count` is the header's 5-bit field.
    record Unknown(int type, int count, byte[] body) implements RtcpPacket {
        @Override
        public int size() {
            return 4 + (body.length + 3 & ~3);
        }

        int write(byte[] target, int offset) {
            int at = Rtcp.writeHeader(target, offset, type, count, size());
            System.arraycopy(body, 0, target, at, body.length);
            return Rtcp.pad(target, offset, at + body.length);
        }
    }
}
