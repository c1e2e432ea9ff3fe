package dev.sluice.testkit;

/// Loss that comes in bursts: a link is in a good or in a bad state, changes between them from packet to packet, and loses packets with the
/// probability of its state (the Gilbert-Elliott model).
public record BurstLoss(double goodToBad, double badToGood, double lossWhenGood, double lossWhenBad) {
    public BurstLoss {
        LinkProfile.requireProbability("goodToBad", goodToBad);
        LinkProfile.requireProbability("badToGood", badToGood);
        LinkProfile.requireProbability("lossWhenGood", lossWhenGood);
        LinkProfile.requireProbability("lossWhenBad", lossWhenBad);
    }

    /// Loses `rate` of all packets in bursts of `packets` on average; nothing is lost between the bursts.
    public static BurstLoss of(double rate, double packets) {
        LinkProfile.requireProbability("rate", rate);
        if (rate == 1 || packets < 1) {
            throw new IllegalArgumentException(
                    "bursts need a rate below 1 and at least 1 packet on average, not " + rate + " and " + packets);
        }
        double badToGood = 1 / packets;
        return new BurstLoss(badToGood * rate / (1 - rate), badToGood, 0, 1);
    }
}
