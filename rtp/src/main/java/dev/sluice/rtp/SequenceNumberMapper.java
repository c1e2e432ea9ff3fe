package dev.sluice.rtp;

import java.util.Arrays;

import dev.sluice.wire.U16;

/// Gives the packets that are forwarded sequence numbers without the gaps of those that are not.
///
/// Each incoming packet is either mapped or dropped. A dropped one leaves no gap, one that was lost on the way does (the receiver shall ask for
/// it), and a late one gets the number that was left free for it. The same packet always gets the same number. One case cannot be
/// helped: a late packet that is dropped after a newer one was mapped leaves its gap.
///
/// ```
/// in:   10  11  12(drop)  13   (14 is lost)   15   14(late)
/// out:  10  11            12                  14   13
/// ```
///
/// How many numbers below a packet were dropped is counted in a bit set of the newest two thousand; older packets are refused.
/// Confined to one thread.
public final class SequenceNumberMapper {
    /// The answer for a packet that has no number: dropped before, or too late.
    public static final int NONE = -1;

    private static final int WORDS = 32;
    private static final int WINDOW = (WORDS - 1) * Long.SIZE;  // the oldest word is cleared as soon as the newest is begun

    private final long[] dropped = new long[WORDS];
    private SequenceUnwrapper numbers = new SequenceUnwrapper();
    private long first;                 // nothing before this is mapped
    private long newest;                // mapped or dropped
    private long newestMapped;
    private long shift;                 // in minus out, behind the newest
    private int nextOutput;             // behind the highest that went out; NONE: whatever comes in first

    /// The first packet keeps its number.
    public SequenceNumberMapper() {
        this(NONE);
    }

    /// @param firstOutput the number of the first packet that goes out
    public SequenceNumberMapper(int firstOutput) {
        nextOutput = firstOutput;
    }

    /// The number under which this packet goes out, or [#NONE].
    public int map(int sequenceNumber) {
        long number = take(sequenceNumber);
        if (number < oldest() || isDropped(number)) {
            return NONE;
        }
        int output = output(number);
        if (number > newestMapped) {
            newestMapped = number;
            nextOutput = output + 1 & U16.MAX;
        }
        return output;
    }

    /// This packet does not go out.
    public void drop(int sequenceNumber) {
        long number = take(sequenceNumber);
        if (number > newestMapped && number >= oldest() && !isDropped(number)) {
            dropped[word(number)] |= 1L << number;
            shift++;
        }
    }

    /// The packets come from another stream from now on, or from further on in this one, beginning with this number. The output
    /// continues behind the highest number that went out; earlier packets are refused.
    public void continueWith(int sequenceNumber) {
        numbers = new SequenceUnwrapper();
        take(sequenceNumber);
        newest--;
        newestMapped = newest;
    }

    /// Which incoming packet went out under this number, or [#NONE]: the way back, for a receiver's requests.
    public int original(int output) {
        if (!numbers.hasStarted()) {
            return NONE;
        }
        long number = lastWithOutput(output);
        while (number >= oldest() && isDropped(number)) {
            number--;                   // a dropped packet shares the number of the one before it
        }
        return number < oldest() || number > newestMapped ? NONE : (int) number & U16.MAX;
    }

    /// The newest packet, mapped or not, that [#output] gives this number: found from above, correcting by the drops in between.
    private long lastWithOutput(int output) {
        long withoutDrops = newest + 1 - (output(newest + 1) - output & U16.MAX);
        long number = withoutDrops;
        while (number >= oldest() && number != withoutDrops - droppedFrom(number + 1)) {
            number = withoutDrops - droppedFrom(number + 1);
        }
        return number;
    }

    private long oldest() {
        return Math.max(first, newest - WINDOW + 1);
    }

    private long take(int sequenceNumber) {
        boolean begins = !numbers.hasStarted();
        long number = numbers.unwrap(sequenceNumber);
        if (begins) {
            begin(number);
        }
        if (number > newest) {
            advance(number);
        }
        return number;
    }

    private void begin(long number) {
        nextOutput = nextOutput == NONE ? (int) number & U16.MAX : nextOutput;
        first = number;
        newest = number - 1;
        newestMapped = newest;
        shift = number - nextOutput;
        Arrays.fill(dropped, 0);
    }

    private void advance(long number) {
        long words = Math.min(WORDS, (number >> 6) - (newest >> 6));
        for (long i = 0; i < words; i++) {
            dropped[word(number - i * Long.SIZE)] = 0;
        }
        newest = number;
    }

    private int output(long number) {
        return (int) (number - shift + droppedFrom(number + 1)) & U16.MAX;
    }

    private boolean isDropped(long number) {
        return (dropped[word(number)] & 1L << number) != 0;
    }

    /// How many numbers from this one to the newest were dropped.
    private int droppedFrom(long number) {
        int count = 0;
        for (long at = number; at <= newest; at = (at | 63) + 1) {
            count += Long.bitCount(dropped[word(at)] >>> at);
        }
        return count;
    }

    private static int word(long number) {
        return (int) (number >> 6) & WORDS - 1;
    }
}
