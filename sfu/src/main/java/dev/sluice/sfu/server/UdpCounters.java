package dev.sluice.sfu.server;

/// What one worker's socket did and dropped, by reason. Written by the worker's loop; snapshots are taken there, too.
final class UdpCounters {
    long received;
    /// Empty, or longer than any datagram of ours.
    long badLength;
    /// From port 0, where nobody can be answered.
    long badSource;
    long sent;
    /// System calls' worth of work that segmentation offload saved: packets that travelled with others.
    long segmented;
    /// Dropped because the socket's queue was full.
    long egressFull;
    /// Refused by the system.
    long socketErrors;
    /// Passed to the worker that owns the sender.
    long handedOver;
    /// Dropped because that worker's queue was full.
    long handOverFull;
    /// Taken from other workers.
    long taken;
    /// Checks from an address that another worker holds, or that the table had no room for: what else comes from there is not ours.
    long addressesRefused;
    /// An exception or error of ours on the packet path: a bug, logged.
    long internalErrors;

    Snapshot snapshot() {
        return new Snapshot(received, badLength, badSource, sent, segmented, egressFull, socketErrors, handedOver,
                handOverFull,
                taken, addressesRefused, internalErrors);
    }

    /// The counters at one moment, for any thread.
    record Snapshot(long received, long badLength, long badSource, long sent, long segmented, long egressFull,
            long socketErrors,
            long handedOver,
            long handOverFull, long taken, long addressesRefused, long internalErrors) {}
}
