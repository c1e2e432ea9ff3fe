package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

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

    private final SequenceUnwrapper numbers = new SequenceUnwrapper();
    private final ReorderPatience patience = new ReorderPatience();
    private final long maxAge;
    private final int maxRequests;
    private final MissingPackets missing = new MissingPackets();
    private final int[] batch = new int[MAX_NUMBERS_PER_NACK];
    private long roundTrip = DEFAULT_ROUND_TRIP;
    private long deadline = NEVER;
    private int unreported;                     // given up, and the output does not know yet

    private long requested;
    private long recovered;
    private long givenUp;

    /// Gives a packet up after ten requests or two seconds.
    public NackGenerator() {
        this(MAX_AGE, MAX_REQUESTS);
    }

    /// Asks as long as the packet may be of use, however often that is.
    ///
    /// @param maxAge nanoseconds
    public NackGenerator(long maxAge) {
        this(maxAge, Integer.MAX_VALUE);
    }

    public NackGenerator(long maxAge, int maxRequests) {
        this.maxAge = maxAge;
        this.maxRequests = maxRequests;
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
        int index = missing.indexOf(numbers.peek(sequenceNumber));
        if (index >= 0) {
            recover(index);
        }
    }

    public boolean isMissing(int sequenceNumber) {
        return missing.size() > 0 && missing.indexOf(numbers.peek(sequenceNumber)) >= 0;
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
        return missing.size();
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
            giveUpAll((int) gap, now);
            return;
        }
        if (missing.size() + gap > MAX_MISSING) {
            giveUpAll(0, now);
        }
        long firstRequest = now + patience.nanoseconds(now);
        for (long number = from; number < to; number++) {
            missing.add(number, now, firstRequest);
        }
        deadline = Math.min(deadline, firstRequest);
    }

    private void onLate(long number, long now) {
        int index = missing.indexOf(number);
        if (index < 0) {
            return;                             // a duplicate, or given up
        }
        MissingPackets.Entry entry = missing.get(index);
        long lateness = now - entry.since;
        if (entry.requests == 0 || lateness < roundTrip / 2) {
            patience.onReordered(lateness, now);        // too early to be the answer to a request
        }
        recover(index);
    }

    private void recover(int index) {
        recovered++;
        missing.remove(index);
        deadline = missing.size() == 0 && unreported == 0 ? NEVER : deadline;
    }

    private void sendRequests(long now, Output out) {
        deadline = NEVER;
        int count = 0;
        int i = 0;
        while (i < missing.size()) {
            MissingPackets.Entry entry = missing.get(i);
            boolean isDue = now >= entry.nextRequest;
            if (isDue && isHopeless(entry, now)) {
                missing.remove(i);
                giveUp(1);
                continue;
            }
            if (isDue) {
                planNextRequest(entry, now);
                batch[count++] = (int) entry.number & U16.MAX;
                count = count == batch.length ? send(count, out) : count;
            }
            deadline = Math.min(deadline, entry.nextRequest);
            i++;
        }
        send(count, out);
    }

    /// Returns how many are in the batch then.
    private int send(int count, Output out) {
        if (count > 0) {
            requested += count;
            out.sendNack(batch, count);
        }
        return 0;
    }

    private boolean isHopeless(MissingPackets.Entry entry, long now) {
        return entry.requests >= maxRequests || now - entry.since >= maxAge;
    }

    /// Somewhat later than the answer can be here; later each time, should the answers be lost to congestion.
    private void planNextRequest(MissingPackets.Entry entry, long now) {
        long retry = Math.max(MIN_RETRY, roundTrip + roundTrip / 4);
        entry.nextRequest = now + retry + retry / 4 * entry.requests;
        entry.requests++;
    }

    /// Gives up what is missing and `gap` numbers that are not even listed; the output hears of it at once.
    private void giveUpAll(int gap, long now) {
        giveUp(missing.size() + gap);
        missing.clear();
        deadline = now;
    }

    private void giveUp(int count) {
        givenUp += count;
        unreported += count;
    }
}
