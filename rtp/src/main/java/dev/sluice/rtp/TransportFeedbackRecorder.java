package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import java.util.Arrays;
import java.util.Optional;

import dev.sluice.wire.U16;

/// Records when the packets of a transport arrive, for its sender's congestion control.
///
/// About ten times a second, as long as packets come, there is a [TransportFeedback] to be sent: all numbers since the one before,
/// the missing ones too. A packet that comes after its number was reported missing is reported again, with all behind it. Feedback stays
/// below 1,200 bytes: ask [#build] until it has nothing more. Confined to one thread.
public final class TransportFeedbackRecorder {
    public static final long DEFAULT_INTERVAL = 100 * MILLISECOND;

    private static final int CAPACITY = 4096;
    private static final int MAX_LATE = 1000;           // packets; later ones are not reported again
    private static final int MAX_PACKETS = 1500;        // in one feedback
    private static final int MAX_DELTA_BYTES = 700;
    private static final int MAX_CHUNK_BYTES = 2 * MAX_PACKETS / 7 + 2;
    private static final long MISSING = NEVER;

    private final long interval;
    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final StatusChunks chunks = new StatusChunks();
    private final long[] arrivals = new long[CAPACITY];
    private final byte[] deltas = new byte[MAX_DELTA_BYTES];
    private long next;                  // the first number to report
    private long newest;
    private long deadline = NEVER;
    private int feedbackCount;

    public TransportFeedbackRecorder() {
        this(DEFAULT_INTERVAL);
    }

    /// @param interval nanoseconds from the first unreported packet to the feedback
    public TransportFeedbackRecorder(long interval) {
        this.interval = interval;
        Arrays.fill(arrivals, MISSING);
    }

    /// @param transportSequence of the transport-cc header extension
    public void onPacket(int transportSequence, long now) {
        boolean begins = !numbers.hasStarted();
        long number = numbers.unwrap(transportSequence);
        if (begins) {
            next = number;
            newest = number - 1;
        }
        if (number > newest) {
            advance(number);
        } else if (number <= newest - MAX_LATE || arrivals[slot(number)] != MISSING) {
            return;                     // too late, or a duplicate
        }
        arrivals[slot(number)] = now;
        next = Math.min(next, number);
        deadline = Math.min(deadline, now + interval);
    }

    /// When feedback is due.
    public long deadline() {
        return deadline;
    }

    /// What has not been reported, from the oldest on; empty when there is nothing more.
    ///
    /// @param mediaSsrc any stream of the transport
    public Optional<TransportFeedback> build(long senderSsrc, long mediaSsrc) {
        deadline = NEVER;
        skipLongGap();
        long firstArrival = firstArrival();
        if (firstArrival == MISSING) {
            return Optional.empty();
        }
        long reference = Math.floorDiv(firstArrival, TransportFeedback.REFERENCE_UNIT);
        long base = next;
        byte[] chunkBytes = new byte[MAX_CHUNK_BYTES];
        chunks.begin(chunkBytes, 0);
        int deltasLength = addStatuses(reference * TransportFeedback.REFERENCE_UNIT);
        int chunksLength = chunks.end();
        byte[] statuses = Arrays.copyOf(chunkBytes, chunksLength + deltasLength);
        System.arraycopy(deltas, 0, statuses, chunksLength, deltasLength);
        return Optional.of(new TransportFeedback(senderSsrc, mediaSsrc, (int) base & U16.MAX, (int) (next - base),
                (int) reference << 8 >> 8, feedbackCount++ & 0xff, statuses));
    }

    /// Adds packets until one does not fit any more, and returns the length of their deltas.
    private int addStatuses(long time) {
        int length = 0;
        for (int count = 0; next <= newest && count < MAX_PACKETS; count++, next++) {
            long arrival = arrivals[slot(next)];
            if (arrival == MISSING) {
                chunks.add(TransportFeedback.NOT_RECEIVED);
                continue;
            }
            long delta = Math.floorDiv(arrival - time + TransportFeedback.DELTA_UNIT / 2, TransportFeedback.DELTA_UNIT);
            int size = delta >= 0 && delta <= 0xff ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA;
            if ((short) delta != delta || length + size > MAX_DELTA_BYTES) {
                break;
            }
            chunks.add(size);           // the symbol is the size of the delta
            writeDelta(length, size, (int) delta);
            length += size;
            time += delta * TransportFeedback.DELTA_UNIT;
        }
        return length;
    }

    private void writeDelta(int at, int size, int delta) {
        if (size == TransportFeedback.SMALL_DELTA) {
            deltas[at] = (byte) delta;
        } else {
            U16.set(deltas, at, delta);
        }
    }

    /// A gap longer than one feedback could tell nothing but that.
    private void skipLongGap() {
        long first = next;
        while (first <= newest && arrivals[slot(first)] == MISSING) {
            first++;
        }
        if (first - next >= MAX_PACKETS) {
            next = first;
        }
    }

    private long firstArrival() {
        for (long number = next; number <= newest; number++) {
            if (arrivals[slot(number)] != MISSING) {
                return arrivals[slot(number)];
            }
        }
        return MISSING;
    }

    private void advance(long number) {
        long from = Math.max(newest + 1, number - CAPACITY + 1);
        for (long n = from; n < number; n++) {
            arrivals[slot(n)] = MISSING;
        }
        newest = number;
        next = Math.max(next, newest - CAPACITY + 1);
    }

    private static int slot(long number) {
        return (int) number & CAPACITY - 1;
    }
}
