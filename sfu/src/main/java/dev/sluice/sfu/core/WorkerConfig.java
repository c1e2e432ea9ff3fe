package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.List;

/// What a [MediaWorker] is told at its start: which one of how many it is, where it is reached, and how much it takes.
///
/// @param worker              the number of this worker, from 0; it is written into every ICE username fragment, see [MediaWorker#ownerOf]
/// @param announcedAddresses  the addresses and ports that answers tell as host candidates, the preferred one first; literal addresses only
/// @param maxRooms            rooms on this worker at a time
/// @param maxParticipants     publishers and players in one room
/// @param maxSessions         publishers and players on this worker
/// @param maxHalfOpen         of these, how many may be without a connected transport
/// @param maxTracks           audio and video sections accepted of one publisher
/// @param maxSources          SSRCs remembered for one publisher's transport
/// @param cachedPackets       packets of one video track kept for retransmission
/// @param joinTimeout         nanoseconds a session may take until its transport is connected
/// @param keyFrameInterval    nanoseconds between two keyframe requests to one source, at least
/// @param retransmissionShare how much of what a subscription sends may be sent once more for NACKs, 0.2 for a fifth
public record WorkerConfig(
        int worker,
        List<InetSocketAddress> announcedAddresses,
        int maxRooms,
        int maxParticipants,
        int maxSessions,
        int maxHalfOpen,
        int maxTracks,
        int maxSources,
        int cachedPackets,
        long joinTimeout,
        long keyFrameInterval,
        double retransmissionShare) {
    /// Workers are numbered with one byte, as two hexadecimal digits of the username fragment.
    public static final int MAX_WORKERS = 256;

    public WorkerConfig {
        announcedAddresses = List.copyOf(announcedAddresses);
        check(worker >= 0 && worker < MAX_WORKERS, "worker is " + worker + ": number workers from 0 to 255");
        check(!announcedAddresses.isEmpty(), "announce at least one address: without one no browser finds the server");
        for (InetSocketAddress address : announcedAddresses) {
            check(!address.isUnresolved(), address + " is a name: look it up before it is announced");
        }
        check(maxRooms > 0 && maxParticipants > 0 && maxSessions > 0 && maxHalfOpen > 0 && maxTracks > 0,
                "limits are at least 1");
        check(maxSources >= 64 && maxSources <= 1024, "maxSources is " + maxSources + ": give 64 to 1024");
        check(maxTracks <= 31, "maxTracks is " + maxTracks + ": give 1 to 31, a report has room for no more");
        check(cachedPackets > 0 && cachedPackets <= 1 << 15, "cachedPackets is " + cachedPackets + ": keep 1 to 32768");
        check(joinTimeout > 0 && keyFrameInterval > 0, "times are more than 0 ns");
        check(retransmissionShare > 0, "retransmissionShare is " + retransmissionShare + ": name a share above 0");
    }

    /// The limits that suit most servers.
    public static WorkerConfig defaults(int worker, List<InetSocketAddress> announcedAddresses) {
        return new WorkerConfig(worker, announcedAddresses, 1_000, 1_000, 5_000, 500, 16, 64, 1_024, 30_000_000_000L,
                500_000_000L, 0.2);
    }

    private static void check(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
