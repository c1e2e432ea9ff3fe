package dev.sluice.rtp;

import dev.sluice.wire.SerialNumbers;
import dev.sluice.wire.U16;

/// Continues the 16-bit sequence numbers of a stream to 64 bits that never wrap.
///
/// Late packets get their old number. A sender that starts again somewhere else with the same SSRC looks like a very late packet at
/// first; its second packet in a row gives it away, and the numbers then go on above all that were there before. To whoever counts
/// with them, a restart is a jump ahead.
///
/// @rfc 3550 A.1 RTP Data Header Validity Checks
final class SequenceUnwrapper {
    /// Later than this cannot be explained by reordering and retransmission.
    static final int MAX_MISORDER = 3000;

    private static final int CYCLE = U16.MAX + 1;
    private static final int NONE = -1;

    private long highest = NONE;
    private int expectedAfterRestart = NONE;

    /// The number of this packet. The first one is in the second cycle, so that an even earlier one is not negative.
    long unwrap(int sequenceNumber) {
        if (highest == NONE) {
            return highest = CYCLE + sequenceNumber;
        }
        long number = SerialNumbers.unwrap16(highest, sequenceNumber);
        if (number >= highest - MAX_MISORDER) {
            highest = Math.max(highest, number);
            expectedAfterRestart = NONE;
            return number;
        }
        if (sequenceNumber == expectedAfterRestart) {
            expectedAfterRestart = NONE;
            return highest = number + CYCLE;
        }
        expectedAfterRestart = sequenceNumber + 1 & U16.MAX;
        return number;
    }

    /// The number nearest to the newest packet, for a sequence number that is only asked about.
    long peek(int sequenceNumber) {
        return SerialNumbers.unwrap16(highest, sequenceNumber);
    }

    boolean hasStarted() {
        return highest != NONE;
    }

    long highest() {
        return highest;
    }
}
