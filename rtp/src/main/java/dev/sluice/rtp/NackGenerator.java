package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

import java.util.Arrays;

import dev.sluice.wire.U16;

/// Finds out which packets of one stream are missing and asks for them, until they come or are not worth it any more.
///
/// A number that was jumped over is given some time to arrive late, is then asked for, and again about once a round trip, at
/// growing distance. After ten requests, or when it is too old to be played, it is given up. A jump over more than a thousand
/// packets gives up everything at once.
///
/// How long to wait for late packets is learned from those that come late of their own accord. Padding counts as packets: call
/// [#onPacket] for every sequence number of the stream, and [#onRetransmission] for those that came over RTX.
///
/// Sans-IO and confined to one thread. How the timing differs from RFC 4585 section 3.5 is told in docs/rtp.md.
///
/// @rfc 4585 6.2.1 Generic NACK
public final class NackGenerator {
    /// Must not call back in.
    public interface Output {
        /// The first `count` of these numbers are missing, in ascending order. The array is reused.
        void sendNack(int[] sequenceNumbers, int count);

        /// So many packets are lost for good. Video wants a key frame now.
        default void onGivenUp(int count) {}
    }

    /// So many numbers go into one request: its RTCP packet stays below 1,200 bytes even when no two of them are neighbours.
    public static final int MAX_NUMBERS_PER_NACK = 250;

    static final int MAX_MISSING = 1000;
    static final int MAX_REQUESTS = 10;
    static final long MAX_AGE = 2_000 * MILLISECOND;

    private static final long MIN_RETRY = 20 * MILLISECOND;
    private static final long DEFAULT_ROUND_TRIP = 100 * MILLISECOND;

    private static final class Missing {
        long number;
        long since;
        long nextRequest;
        int requests;
    }

    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final ReorderPatience patience = new ReorderPatience();
    private final long maxAge;
    private final int[] batch = new int[MAX_NUMBERS_PER_NACK];

    private Missing[] list = new Missing[16];   // ascending; behind the first `missing` ones stand spare objects or nulls
    private int missing;
    private long roundTrip = DEFAULT_ROUND_TRIP;
    private long deadline = NEVER;
    private int unreported;                     // given up, and the output does not know yet

    private long requested;
    private long recovered;
    private long givenUp;

    public NackGenerator() {
        this(MAX_AGE);
    }

    /// @param maxAge after so many nanoseconds a missing packet is of no use any more
    public NackGenerator(long maxAge) {
        this.maxAge = maxAge;
    }

    /// The round trip time to the sender, as soon as somebody has measured it.
    public void roundTripTime(long nanoseconds) {
        roundTrip = nanoseconds;
    }

    public void onPacket(int sequenceNumber, long now) {
        if (!numbers.hasStarted()) {
            numbers.unwrap(sequenceNumber);
            return;
        }
        long expected = numbers.highest() + 1;
        long arrived = numbers.unwrap(sequenceNumber);
        if (arrived > expected) {
            onGap(expected, arrived, now);
        } else if (arrived < expected - 1) {
            onLate(arrived, now);
        }
    }

    /// A packet came over the retransmission stream; the number is that of the original.
    public void onRetransmission(int sequenceNumber, long now) {
        if (!numbers.hasStarted() || numbers.peek(sequenceNumber) > numbers.highest()) {
            onPacket(sequenceNumber, now);      // all that was sent in between is missing, too
            return;
        }
        int index = indexOf(numbers.peek(sequenceNumber));
        if (index >= 0) {
            recovered++;
            remove(index);
        }
    }

    public boolean isMissing(int sequenceNumber) {
        return missing > 0 && indexOf(numbers.peek(sequenceNumber)) >= 0;
    }

    /// When [#onTime] may have something to do.
    public long deadline() {
        return deadline;
    }

    public void onTime(long now, Output out) {
        if (now < deadline) {
            return;
        }
        sendRequests(now, out);
        if (unreported > 0) {
            out.onGivenUp(unreported);
            unreported = 0;
        }
    }

    /// How many packets are missing now.
    public int missing() {
        return missing;
    }

    /// How many numbers were asked for, repetitions included.
    public long requested() {
        return requested;
    }

    /// How many packets came after they had been missed, late or repeated.
    public long recovered() {
        return recovered;
    }

    public long givenUp() {
        return givenUp;
    }

    private void onGap(long from, long to, long now) {
        long gap = to - from;
        if (gap > MAX_MISSING) {
            giveUp((int) Math.min(gap, U16.MAX) + missing, now);
            missing = 0;
            return;
        }
        if (missing + gap > MAX_MISSING) {
            giveUp(missing, now);
            missing = 0;
        }
        long firstRequest = now + patience.nanoseconds(now);
        for (long number = from; number < to; number++) {
            add(number, now, firstRequest);
        }
        deadline = Math.min(deadline, firstRequest);
    }

    private void add(long number, long now, long firstRequest) {
        if (missing == list.length) {
            list = Arrays.copyOf(list, 2 * missing);
        }
        if (list[missing] == null) {
            list[missing] = new Missing();
        }
        Missing entry = list[missing++];
        entry.number = number;
        entry.since = now;
        entry.nextRequest = firstRequest;
        entry.requests = 0;
    }

    private void onLate(long number, long now) {
        int index = indexOf(number);
        if (index < 0) {
            return;                             // a duplicate, or given up
        }
        Missing entry = list[index];
        long lateness = now - entry.since;
        if (entry.requests == 0 || lateness < roundTrip / 2) {
            patience.onReordered(lateness, now);        // too early to be the answer to a request
        }
        recovered++;
        remove(index);
    }

    private void sendRequests(long now, Output out) {
        deadline = NEVER;
        int count = 0;
        int kept = 0;
        for (int i = 0; i < missing; i++) {
            Missing entry = list[i];
            if (now >= entry.nextRequest) {
                if (isHopeless(entry, now)) {
                    giveUp(1, NEVER);
                    continue;
                }
                batch[count++] = (int) entry.number & U16.MAX;
                planNextRequest(entry, now);
            }
            deadline = Math.min(deadline, entry.nextRequest);
            list[i] = list[kept];
            list[kept++] = entry;
            if (count == MAX_NUMBERS_PER_NACK) {
                count = send(count, out);
            }
        }
        missing = kept;
        send(count, out);
    }

    private int send(int count, Output out) {
        if (count > 0) {
            requested += count;
            out.sendNack(batch, count);
        }
        return 0;
    }

    private boolean isHopeless(Missing entry, long now) {
        return entry.requests >= MAX_REQUESTS || now - entry.since >= maxAge;
    }

    /// Somewhat later than the answer can be here; later each time, should the answers be lost to congestion.
    private void planNextRequest(Missing entry, long now) {
        long retry = Math.max(MIN_RETRY, roundTrip + roundTrip / 4);
        entry.nextRequest = now + retry + retry / 4 * entry.requests;
        entry.requests++;
    }

    private void giveUp(int count, long reportAt) {
        givenUp += count;
        unreported += count;
        deadline = Math.min(deadline, reportAt);
    }

    private void remove(int index) {
        Missing entry = list[index];
        missing--;
        System.arraycopy(list, index + 1, list, index, missing - index);
        list[missing] = entry;
        deadline = missing == 0 && unreported == 0 ? NEVER : deadline;
    }

    private int indexOf(long number) {
        int low = 0;
        int high = missing - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = list[middle].number;
            if (there == number) {
                return middle;
            }
            low = there < number ? middle + 1 : low;
            high = there < number ? high : middle - 1;
        }
        return -1;
    }
}
