package dev.sluice.testkit;

import static dev.sluice.wire.Time.SECOND;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One direction between two addresses.
///
/// A packet passes, in this order: filter, outage, MTU, queue, loss, delay. Every packet takes the same number of random numbers, whatever its
/// fate, from a stream that is the link's own: so neither another link's traffic nor another delay changes which packets are lost.
final class Link {
    interface Output {
        void arriveAt(long time, Link link, Datagram datagram);

        void report(Fate fate, Datagram datagram);
    }

    private final RandomGenerator random;
    private final Output out;
    private final Map<Fate, Long> packets = new EnumMap<>(Fate.class);
    /// Null: the network's profile.
    private LinkProfile own;
    private boolean bad;
    private long queueEmptyAt;
    private long latestArrival;

    Link(RandomGenerator random, Output out) {
        this.random = random;
        this.out = out;
    }

    void profile(LinkProfile profile) {
        own = profile;
    }

    Traffic traffic() {
        return new Traffic(packets);
    }

    void count(Fate fate, Datagram datagram) {
        packets.merge(fate, 1L, Long::sum);
        out.report(fate, datagram);
    }

    void send(Datagram datagram, boolean filtered, LinkProfile everywhere, long now) {
        LinkProfile profile = own != null ? own : everywhere;
        Dice dice = Dice.roll(random);
        count(Fate.SENT, datagram);
        if (filtered) {
            count(Fate.FILTERED, datagram);
        } else if (profile.isOut(now)) {
            count(Fate.OUTAGE, datagram);
        } else if (datagram.sizeOnTheWire() > profile.mtu()) {
            count(Fate.OVERSIZE, datagram);
        } else if (!enqueue(datagram.sizeOnTheWire(), profile, now)) {
            count(Fate.QUEUE_FULL, datagram);
        } else if (loses(profile, dice)) {
            count(Fate.LOST, datagram);
        } else {
            carry(datagram, profile, dice, now);
        }
    }

    /// When a byte of a stream that is sent now arrives.
    long streamArrival(LinkProfile everywhere, long now) {
        LinkProfile profile = own != null ? own : everywhere;
        return profile.backAt(now) + profile.delay();
    }

    private boolean enqueue(int size, LinkProfile profile, long now) {
        queueEmptyAt = Math.max(queueEmptyAt, now);
        if (profile.bitsPerSecond() == 0) {
            return true;
        }
        long waiting = queueEmptyAt - now;
        long transmission = transmissionTime(size, profile);
        if (waiting > 0 && waiting + transmission > transmissionTime(profile.queueBytes(), profile)) {
            return false;
        }
        queueEmptyAt += transmission;
        return true;
    }

    private static long transmissionTime(int size, LinkProfile profile) {
        return Math.round((double) size * Byte.SIZE * SECOND / profile.bitsPerSecond());
    }

    private boolean loses(LinkProfile profile, Dice dice) {
        boolean lostInBurst = false;
        BurstLoss bursts = profile.burstLoss();
        if (bursts != null) {
            bad = bad ? dice.stateChange >= bursts.badToGood() : dice.stateChange < bursts.goodToBad();
            lostInBurst = dice.burstLoss < (bad ? bursts.lossWhenBad() : bursts.lossWhenGood());
        }
        return lostInBurst || dice.loss < profile.loss();
    }

    private void carry(Datagram datagram, LinkProfile profile, Dice dice, long now) {
        long arrival = Math.max(queueEmptyAt, now) + profile.delay() + (long) (dice.jitter * profile.jitter());
        if (dice.reorder < profile.reorder()) {
            count(Fate.REORDERED, datagram);
            arrival += profile.reorderDelay();
        } else {
            arrival = latestArrival = Math.max(latestArrival, arrival);
        }
        out.arriveAt(arrival, this, datagram);
        if (dice.duplicate < profile.duplicate()) {
            count(Fate.DUPLICATED, datagram);
            out.arriveAt(arrival, this, datagram);
        }
    }

    private record Dice(double loss, double stateChange, double burstLoss, double jitter, double reorder,
            double duplicate) {
        static Dice roll(RandomGenerator random) {
            return new Dice(random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble(),
                    random.nextDouble(), random.nextDouble());
        }
    }
}
