package dev.sluice.rtp;

import java.util.Arrays;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;
import dev.sluice.wire.U32;

/// Transport-wide congestion control feedback: which packets of the whole transport arrived when.
///
/// The statuses are kept as they lie on the wire and read through [#forEach]: a few bytes may stand for 65,535 packets, so a list
/// of them would be a gift to an attacker. [TransportFeedbackRecorder] makes such feedback.
///
/// ```
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         | …                             |
/// |           recv delta          | …                             |
///
/// run length:   |0| S |      run length         |
/// status vector:|1|0|  14 symbols of one bit    |     S: 0 lost, 1 small delta (8 bits), 2 large or negative delta (16 bits),
///               |1|1|  7 symbols of two bits    |        3 received at an unknown time
/// ```
/// Deltas count quarters of a millisecond from the packet before; the first counts from the reference time.
///
/// From draft-holmer-rmcat-transport-wide-cc-extensions-01, which never became an RFC.
///
/// @param baseSequence transport-wide sequence number of the first packet
/// @param packetCount how many numbers from there on are reported
/// @param referenceTime signed 24 bits, in units of 64 ms since an unknown start
/// @param feedbackCount 8 bits, one more with each feedback
/// @param statuses the chunks and then the deltas, whole and valid
public record TransportFeedback(long senderSsrc, long mediaSsrc, int baseSequence, int packetCount, int referenceTime,
        int feedbackCount, byte[] statuses) implements RtcpPacket {
    static final int FORMAT = 15;

    /// The arrival of a packet that was received at an unknown time.
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    static final long REFERENCE_UNIT = 64_000_000;      // nanoseconds
    static final long DELTA_UNIT = 250_000;

    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;

    private static final int FIXED_SIZE = 16;

    public interface Visitor {
        /// @param arrival in nanoseconds on the receiver's clock, or [#UNKNOWN_TIME]
        void onReceived(int sequenceNumber, long arrival);

        /// `count` packets from `sequenceNumber` on had not arrived.
        void onMissing(int sequenceNumber, int count);
    }

    public TransportFeedback {
        int end = statusesEnd(statuses, 0, statuses.length, packetCount);
        if (end != statuses.length) {
            throw new IllegalArgumentException("these chunks and deltas do not describe " + packetCount + " packets");
        }
    }

    /// Tells all packets from the first to the last.
    public void forEach(Visitor visitor) {
        int deltas = deltasOffset(statuses, 0, statuses.length, packetCount);
        long arrival = referenceTime * REFERENCE_UNIT;
        int done = 0;
        for (int at = 0; done < packetCount; at += 2) {
            int chunk = U16.get(statuses, at);
            int n = Math.min(capacity(chunk), packetCount - done);
            if (isRun(chunk) && symbol(chunk, 0) == NOT_RECEIVED) {
                visitor.onMissing(baseSequence + done & U16.MAX, n);
                done += n;
                continue;
            }
            for (int i = 0; i < n; i++, done++) {
                int symbol = symbol(chunk, i);
                arrival += delta(deltas, symbol) * DELTA_UNIT;
                deltas += deltaSize(symbol);
                visit(visitor, baseSequence + done & U16.MAX, symbol, arrival);
            }
        }
    }

    private int delta(int at, int symbol) {
        return switch (symbol) {
            case SMALL_DELTA -> statuses[at] & 0xff;
            case LARGE_DELTA -> (short) U16.get(statuses, at);
            default -> 0;
        };
    }

    private static void visit(Visitor visitor, int sequenceNumber, int symbol, long arrival) {
        switch (symbol) {
            case NOT_RECEIVED -> visitor.onMissing(sequenceNumber, 1);
            case SMALL_DELTA, LARGE_DELTA -> visitor.onReceived(sequenceNumber, arrival);
            default -> visitor.onReceived(sequenceNumber, UNKNOWN_TIME);
        }
    }

    @Override
    public int size() {
        return 4 + FIXED_SIZE + statuses.length + 3 & ~3;
    }

    static TransportFeedback parse(byte[] bytes, int at, int end) {
        if (end - at < FIXED_SIZE) {
            return null;
        }
        int packetCount = U16.get(bytes, at + 10);
        int statuses = at + FIXED_SIZE;
        int statusesEnd = statusesEnd(bytes, statuses, end, packetCount);
        if (statusesEnd < 0) {
            return null;
        }
        return new TransportFeedback(U32.get(bytes, at), U32.get(bytes, at + 4), U16.get(bytes, at + 8), packetCount,
                U24.get(bytes, at + 12) << 8 >> 8, bytes[at + 15] & 0xff,
                Arrays.copyOfRange(bytes, statuses, statusesEnd));
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.TRANSPORT_LAYER_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        U32.set(target, at + 4, mediaSsrc);
        U16.set(target, at + 8, baseSequence);
        U16.set(target, at + 10, packetCount);
        U24.set(target, at + 12, referenceTime);
        target[at + 15] = (byte) feedbackCount;
        System.arraycopy(statuses, 0, target, at + FIXED_SIZE, statuses.length);
        return Rtcp.pad(target, offset, at + FIXED_SIZE + statuses.length);
    }

    /// Where the last delta ends, or -1 when chunks or deltas are missing.
    private static int statusesEnd(byte[] bytes, int at, int end, int packetCount) {
        int deltas = deltasOffset(bytes, at, end, packetCount);
        if (deltas < 0) {
            return -1;
        }
        for (int done = 0; done < packetCount; at += 2) {
            int chunk = U16.get(bytes, at);
            int n = Math.min(capacity(chunk), packetCount - done);
            deltas += deltaSizes(chunk, n);
            done += n;
        }
        return deltas <= end ? deltas : -1;
    }

    /// Where the chunks end and the deltas start, or -1.
    private static int deltasOffset(byte[] bytes, int at, int end, int packetCount) {
        int done = 0;
        while (done < packetCount) {
            if (end - at < 2 || capacity(U16.get(bytes, at)) == 0) {
                return -1;
            }
            done += capacity(U16.get(bytes, at));
            at += 2;
        }
        return at;
    }

    private static int deltaSizes(int chunk, int n) {
        if (isRun(chunk)) {
            return n * deltaSize(symbol(chunk, 0));
        }
        int size = 0;
        for (int i = 0; i < n; i++) {
            size += deltaSize(symbol(chunk, i));
        }
        return size;
    }

    private static int deltaSize(int symbol) {
        return symbol == SMALL_DELTA || symbol == LARGE_DELTA ? symbol : 0;
    }

    private static boolean isRun(int chunk) {
        return (chunk & 0x8000) == 0;
    }

    /// How many packets a chunk speaks of.
    private static int capacity(int chunk) {
        return isRun(chunk) ? chunk & 0x1fff : (chunk & 0x4000) == 0 ? 14 : 7;
    }

    private static int symbol(int chunk, int index) {
        if (isRun(chunk)) {
            return chunk >> 13 & 3;
        }
        return (chunk & 0x4000) == 0 ? chunk >> 13 - index & 1 : chunk >> 12 - 2 * index & 3;
    }
}
