package dev.sluice.testkit;

/// What became of a packet.
public enum Fate {
    /// Handed to the network. Every packet begins with this.
    SENT,
    /// Handed to the receiver's socket.
    DELIVERED,
    /// A second copy of it is on its way, too.
    DUPLICATED,
    /// Held back so that those behind it overtake it.
    REORDERED,
    /// Dropped: the test asked for it, see [SimulatedNetwork#dropWhere].
    FILTERED,
    /// Dropped: the link was in an outage.
    OUTAGE,
    /// Dropped: larger than the link's MTU.
    OVERSIZE,
    /// Dropped: the queue in front of the link was full.
    QUEUE_FULL,
    /// Dropped: lost on the way, alone or in a burst.
    LOST,
    /// Dropped: a NAT let it neither out nor in.
    BLOCKED,
    /// Dropped: nobody listens at the address it arrived at.
    UNREACHABLE
}
