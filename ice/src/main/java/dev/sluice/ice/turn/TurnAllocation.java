package dev.sluice.ice.turn;

import java.net.InetSocketAddress;
import java.util.List;

/// How an allocation stood when it was asked for.
public record TurnAllocation(InetSocketAddress client, boolean stream, String username, List<InetSocketAddress> relays,
        int permissions, int channels, long bytesToPeers, long bytesToClient) {
    public TurnAllocation {
        relays = List.copyOf(relays);
    }
}
