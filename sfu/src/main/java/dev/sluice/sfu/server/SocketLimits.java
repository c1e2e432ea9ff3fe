package dev.sluice.sfu.server;

import java.util.List;

import dev.sluice.wire.Time;

/// What a WebSocket may do, and how many of them one source address may have.
///
/// @param messageSize bytes of one message
/// @param rate        messages per second
/// @param queue       bytes that wait to be sent
/// @param perSource   sockets of one source address
/// @param ping        nanoseconds between pings
/// @param origins     of pages that may connect
record SocketLimits(int messageSize, int rate, int queue, int perSource, long ping, List<String> origins) {
    private static final String ANY = "*";
    private static final int BURST = 4;
    private static final int PINGS_UNTIL_SILENT = 3;

    static SocketLimits of(Settings settings) {
        return new SocketLimits(settings.get(SettingsTable.WS_MESSAGE_SIZE), settings.get(SettingsTable.WS_RATE),
                settings.get(SettingsTable.WS_QUEUE), settings.get(SettingsTable.WS_PER_ADDRESS),
                settings.get(SettingsTable.WS_PING) * Time.SECOND, settings.get(SettingsTable.WS_ORIGINS));
    }

    TokenBucket messages(long now) {
        return new TokenBucket(rate, (double) BURST * rate, now);
    }

    /// How long a socket may say nothing at all.
    long silence() {
        return PINGS_UNTIL_SILENT * ping;
    }

    /// How long it may be in no room.
    long joinTimeout() {
        return ping;
    }

    /// Whether pages of this origin may connect. What is no page names none.
    boolean isAllowed(String origin) {
        return origin == null || origins.contains(ANY) || origins.contains(origin);
    }
}
