package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.wire.U16;

/// Reads and writes RTCP compounds, reduced-size ones included.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|  count  |      type     |   length in words, minus one  |
/// |                             body …                            |
/// ```
///
/// @rfc 3550 6.1 RTCP Packet Format
/// @rfc 3550 A.2 RTCP Header Validity Checks
/// @rfc 5506 4.1 Definition of Reduced-Size RTCP
public final class Rtcp {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int TRANSPORT_LAYER_FEEDBACK = 205;
    static final int PAYLOAD_SPECIFIC_FEEDBACK = 206;
    static final int EXTENDED_REPORT = 207;

    private static final int HEADER_LENGTH = 4;
    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;

    private Rtcp() {}

    /// Whether these bytes, that came over a transport shared with RTP, are RTCP.
    ///
    /// @rfc 5761 4 Distinguishable RTP and RTCP Packets
    public static boolean isRtcp(byte[] bytes, int offset, int length) {
        return length >= 2 && (bytes[offset + 1] & 0xff) >= 192 && (bytes[offset + 1] & 0xff) <= 223;
    }

    /// The packets of the compound up to the first malformed one.
    public static List<RtcpPacket> parse(byte[] bytes, int offset, int length) {
        List<RtcpPacket> packets = new ArrayList<>();
        parse(bytes, offset, length, packets);
        return packets;
    }

    /// Adds the packets of the compound up to the first malformed one. False: there was a malformed one, or nothing at all.
    public static boolean parse(byte[] bytes, int offset, int length, List<RtcpPacket> into) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (end - at < HEADER_LENGTH || (bytes[at] & 0xc0) != VERSION_2) {
                return false;
            }
            int next = at + HEADER_LENGTH + 4 * U16.get(bytes, at + 2);
            if (next > end) {
                return false;
            }
            RtcpPacket packet = parsePacket(bytes, at, next);
            if (packet == null) {
                return false;
            }
            into.add(packet);
            at = next;
        }
        return length > 0;
    }

    /// Writes the packets one behind the other. Returns the length of the compound.
    ///
    /// @throws IllegalArgumentException when they do not fit
    public static int write(List<RtcpPacket> compound, byte[] target, int offset) {
        int size = size(compound);
        if (size > target.length - offset) {
            throw new IllegalArgumentException("a compound of " + size + " bytes does not fit into "
                    + (target.length - offset) + ": ask Rtcp.size first and send the packets in several compounds");
        }
        int at = offset;
        for (RtcpPacket packet : compound) {
            at = writePacket(packet, target, at);
        }
        return at - offset;
    }

    /// How long [#write] will make this compound.
    public static int size(List<RtcpPacket> compound) {
        int size = 0;
        for (RtcpPacket packet : compound) {
            size += packet.size();
        }
        return size;
    }

    /// Where the body ends, or -1 when the padding is impossible.
    private static int withoutPadding(byte[] bytes, int at, int end) {
        if ((bytes[at] & PADDING_BIT) == 0) {
            return end;
        }
        int padding = bytes[end - 1] & 0xff;
        return padding == 0 || padding > end - at - HEADER_LENGTH ? -1 : end - padding;
    }

    private static RtcpPacket parsePacket(byte[] bytes, int offset, int paddedEnd) {
        int count = bytes[offset] & 0x1f;
        int type = bytes[offset + 1] & 0xff;
        int at = offset + HEADER_LENGTH;
        if (type == TRANSPORT_LAYER_FEEDBACK && count == TransportFeedback.FORMAT) {
            return TransportFeedback.parse(bytes, at, paddedEnd);   // knows its end; some senders count its padding wrong
        }
        int end = withoutPadding(bytes, offset, paddedEnd);
        return end < 0 ? null : parseBody(type, bytes, count, at, end);
    }

    private static RtcpPacket parseBody(int type, byte[] bytes, int count, int at, int end) {
        return switch (type) {
            case SENDER_REPORT -> SenderReport.parse(bytes, count, at, end);
            case RECEIVER_REPORT -> ReceiverReport.parse(bytes, count, at, end);
            case SOURCE_DESCRIPTION -> SourceDescription.parse(bytes, count, at, end);
            case GOODBYE -> Goodbye.parse(bytes, count, at, end);
            case TRANSPORT_LAYER_FEEDBACK -> parseTransportLayerFeedback(bytes, count, at, end);
            case PAYLOAD_SPECIFIC_FEEDBACK -> parsePayloadSpecificFeedback(bytes, count, at, end);
            case EXTENDED_REPORT -> ExtendedReport.parse(bytes, at, end);
            default -> unknown(type, bytes, count, at, end);
        };
    }

    private static RtcpPacket parseTransportLayerFeedback(byte[] bytes, int format, int at, int end) {
        return switch (format) {
            case Nack.FORMAT -> Nack.parse(bytes, at, end);
            case CongestionControlFeedback.FORMAT -> CongestionControlFeedback.parse(bytes, at, end);
            default -> unknown(TRANSPORT_LAYER_FEEDBACK, bytes, format, at, end);
        };
    }

    private static RtcpPacket parsePayloadSpecificFeedback(byte[] bytes, int format, int at, int end) {
        return switch (format) {
            case PictureLossIndication.FORMAT -> PictureLossIndication.parse(bytes, at, end);
            case FullIntraRequest.FORMAT -> FullIntraRequest.parse(bytes, at, end);
            case ReceiverEstimatedMaximumBitrate.FORMAT -> parseApplicationFeedback(bytes, format, at, end);
            default -> unknown(PAYLOAD_SPECIFIC_FEEDBACK, bytes, format, at, end);
        };
    }

    private static RtcpPacket parseApplicationFeedback(byte[] bytes, int format, int at, int end) {
        return ReceiverEstimatedMaximumBitrate.isRemb(bytes, at, end)
                ? ReceiverEstimatedMaximumBitrate.parse(bytes, at, end)
                : unknown(PAYLOAD_SPECIFIC_FEEDBACK, bytes, format, at, end);
    }

    private static RtcpPacket unknown(int type, byte[] bytes, int count, int at, int end) {
        return new RtcpPacket.Unknown(type, count, Arrays.copyOfRange(bytes, at, end));
    }

    private static int writePacket(RtcpPacket packet, byte[] target, int at) {
        return switch (packet) {
            case SenderReport report -> report.write(target, at);
            case ReceiverReport report -> report.write(target, at);
            case SourceDescription description -> description.write(target, at);
            case Goodbye goodbye -> goodbye.write(target, at);
            case Nack nack -> nack.write(target, at);
            case PictureLossIndication indication -> indication.write(target, at);
            case FullIntraRequest request -> request.write(target, at);
            case ReceiverEstimatedMaximumBitrate remb -> remb.write(target, at);
            case TransportFeedback feedback -> feedback.write(target, at);
            case CongestionControlFeedback feedback -> feedback.write(target, at);
            case ExtendedReport report -> report.write(target, at);
            case RtcpPacket.Unknown unknown -> unknown.write(target, at);
        };
    }

    // What the records need to write themselves.

    /// Returns where the body starts.
    static int writeHeader(byte[] target, int offset, int type, int count, int size) {
        target[offset] = (byte) (VERSION_2 | count & 0x1f);
        target[offset + 1] = (byte) type;
        U16.set(target, offset + 2, size / 4 - 1);
        return offset + HEADER_LENGTH;
    }

    /// Fills the packet that started at `offset` up to a multiple of four and says so in its header. Returns its end.
    static int pad(byte[] target, int offset, int end) {
        int padding = -(end - offset) & 3;
        if (padding == 0) {
            return end;
        }
        target[offset] |= PADDING_BIT;
        Arrays.fill(target, end, end + padding - 1, (byte) 0);
        target[end + padding - 1] = (byte) padding;
        return end + padding;
    }

    static <T> List<T> checkCount(List<T> list, String what) {
        if (list.size() > 31) {
            throw new IllegalArgumentException(
                    "at most 31 " + what + " fit into one RTCP packet, not " + list.size() + ": write several packets");
        }
        return List.copyOf(list);
    }
}
