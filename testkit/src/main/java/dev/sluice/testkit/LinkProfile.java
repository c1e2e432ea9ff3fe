package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;

import java.util.ArrayList;
import java.util.List;

/// What one direction of a link does to its packets. Start from [#IDEAL] and say what is to be worse.
///
/// Sizes are those of the IP packet: 28 bytes more than the datagram over IPv4, 48 over IPv6. Times are nanoseconds.
///
/// @param loss           probability that a packet is lost, each on its own
/// @param burstLoss      loss in bursts, in addition; null: none
/// @param duplicate      probability that a packet arrives twice
/// @param reorder        probability that a packet is held back by `reorderDelay`, so that those behind it overtake it
/// @param reorderDelay   how long such a packet is held back
/// @param delay          the least time that a packet is on its way
/// @param jitter         up to this much is added to the delay; packets keep their order, as they do in a real queue
/// @param bitsPerSecond  how fast packets leave the link's queue; 0: at once
/// @param queueBytes     how much may wait in the queue; what finds it full is dropped
/// @param mtu            the largest packet that passes; larger ones are dropped, as if they said "don't fragment"
/// @param outages        when nothing passes
public record LinkProfile(double loss, BurstLoss burstLoss, double duplicate, double reorder, long reorderDelay,
        long delay, long jitter, long bitsPerSecond,
        int queueBytes, int mtu, List<Outage> outages) {
    /// Every packet arrives, at the instant at which it was sent, in order.
    public static final LinkProfile IDEAL = new LinkProfile(0, null, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE,
            Integer.MAX_VALUE, List.of());

    private static final long USUAL_REORDER_DELAY = 10 * MILLISECOND;

    public LinkProfile {
        requireProbability("loss", loss);
        requireProbability("duplicate", duplicate);
        requireProbability("reorder", reorder);
        requireNotNegative("reorderDelay", reorderDelay);
        requireNotNegative("delay", delay);
        requireNotNegative("jitter", jitter);
        requireNotNegative("bitsPerSecond", bitsPerSecond);
        requireNotNegative("queueBytes", queueBytes);
        requireNotNegative("mtu", mtu);
        outages = List.copyOf(outages);
    }

    public LinkProfile withLoss(double probability) {
        return new LinkProfile(probability, burstLoss, duplicate, reorder, reorderDelay, delay, jitter, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    public LinkProfile withBurstLoss(BurstLoss bursts) {
        return new LinkProfile(loss, bursts, duplicate, reorder, reorderDelay, delay, jitter, bitsPerSecond, queueBytes,
                mtu, outages);
    }

    public LinkProfile withDuplicate(double probability) {
        return new LinkProfile(loss, burstLoss, probability, reorder, reorderDelay, delay, jitter, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    /// Holds packets back by 10 ms.
    public LinkProfile withReorder(double probability) {
        return withReorder(probability, USUAL_REORDER_DELAY);
    }

    public LinkProfile withReorder(double probability, long heldBackBy) {
        return new LinkProfile(loss, burstLoss, duplicate, probability, heldBackBy, delay, jitter, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    public LinkProfile withDelay(long nanoseconds) {
        return new LinkProfile(loss, burstLoss, duplicate, reorder, reorderDelay, nanoseconds, jitter, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    public LinkProfile withJitter(long nanoseconds) {
        return new LinkProfile(loss, burstLoss, duplicate, reorder, reorderDelay, delay, nanoseconds, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    public LinkProfile withRate(long bitsPerSecond, int queueBytes) {
        return new LinkProfile(loss, burstLoss, duplicate, reorder, reorderDelay, delay, jitter, bitsPerSecond,
                queueBytes, mtu, outages);
    }

    public LinkProfile withMtu(int bytes) {
        return new LinkProfile(loss, burstLoss, duplicate, reorder, reorderDelay, delay, jitter, bitsPerSecond,
                queueBytes, bytes, outages);
    }

    /// Adds a time in which nothing passes.
    public LinkProfile withOutage(long begin, long end) {
        List<Outage> more = new ArrayList<>(outages);
        more.add(new Outage(begin, end));
        return new LinkProfile(loss, burstLoss, duplicate, reorder, reorderDelay, delay, jitter, bitsPerSecond,
                queueBytes, mtu, more);
    }

    boolean isOut(long now) {
        return outages.stream().anyMatch(outage -> outage.covers(now));
    }

    /// When the outage is over that covers this time.
    long backAt(long now) {
        long back = now;
        while (isOut(back)) {
            long at = back;
            back = outages.stream().filter(outage -> outage.covers(at)).mapToLong(Outage::end).max().orElseThrow();
        }
        return back;
    }

    static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is a probability from 0 to 1, not " + value);
        }
    }

    private static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " cannot be negative: " + value);
        }
    }
}
