package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U32;

/// Please send a key frame, whether or not anything was lost.
///
/// A repeated request keeps its entry's number, a new one raises it: that is how the sender tells them apart.
///
/// @rfc 5104 4.3.1 Full Intra Request (FIR)
public record FullIntraRequest(long senderSsrc, List<Entry> entries) implements RtcpPacket {
    static final int FORMAT = 4;

    /// @param sequenceNumber 8 bits
    public record Entry(long ssrc, int sequenceNumber) {}

    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    @Override
    public int size() {
        return 12 + 8 * entries.size();
    }

    static FullIntraRequest parse(byte[] bytes, int at, int end) {
        if (end - at < 16 || (end - at) % 8 != 0) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        for (int entry = at + 8; entry < end; entry += 8) {
            entries.add(new Entry(U32.get(bytes, entry), bytes[entry + 4] & 0xff));
        }
        return new FullIntraRequest(U32.get(bytes, at), entries);
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.PAYLOAD_SPECIFIC_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        U32.set(target, at + 4, 0);             // RFC 5104 4.3.1.2: the media source is not used
        at += 8;
        for (Entry entry : entries) {
            U32.set(target, at, entry.ssrc);
            U32.set(target, at + 4, (long) entry.sequenceNumber << 24);
            at += 8;
        }
        return at;
    }
}
