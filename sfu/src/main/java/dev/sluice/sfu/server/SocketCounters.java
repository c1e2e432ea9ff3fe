package dev.sluice.sfu.server;

import java.util.EnumMap;
import java.util.Map;

/// What WebSockets did. Confined to the HTTP loop.
final class SocketCounters {
    enum Closed {
        /// By the client, or by the network.
        BY_CLIENT, LEFT, REPLACED, RESTART, NOT_TEXT, NOT_JSON, TOO_BIG, TOO_FAST, TOO_SLOW, NOT_JOINED, SILENT, ORIGIN, PROTOCOL_ERROR
    }

    long received;
    long sent;
    /// Refused before they were sockets: too many, or too often, of one source address.
    long refused;
    private final Map<Closed, Long> closed = new EnumMap<>(Closed.class);

    void close(Closed reason) {
        closed.merge(reason, 1L, Long::sum);
    }

    long closed(Closed reason) {
        return closed.getOrDefault(reason, 0L);
    }
}
