package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.sluice.wire.Time;

/// How many sessions of one source address are not connected yet: a worker has a limited number of places for those, and no
/// client gets most of them. IPv6 sources count by /64.
///
/// Nobody tells when a session gets connected. So all count until an address has reached its limit; then the rooms are
/// asked, once in a second at most, and those that are connected count no more. Confined to the worker's loop.
final class HalfOpen {
    private static final long BETWEEN_LOOKS = Time.SECOND;

    private final int limit;
    private final Map<InetAddress, Set<String>> counted = new HashMap<>();
    private final Map<String, InetAddress> sources = new HashMap<>();
    private long nextLook;

    /// @param limit sessions of one address, 0: no limit
    HalfOpen(int limit) {
        this.limit = limit;
    }

    /// Whether this address may begin one more session.
    ///
    /// @param look finds the sessions that are not connected, of all addresses
    boolean admits(InetAddress source, long now, Supplier<Set<String>> look) {
        if (limit > 0 && count(source) >= limit && now >= nextLook) {
            nextLook = now + BETWEEN_LOOKS;
            Set<String> halfOpen = look.get();
            Set.copyOf(sources.keySet()).stream().filter(session -> !halfOpen.contains(session)).forEach(this::remove);
        }
        return limit == 0 || count(source) < limit;
    }

    private int count(InetAddress source) {
        return counted.getOrDefault(RateLimiter.household(source), Set.of()).size();
    }

    void add(InetAddress source, String session) {
        InetAddress household = RateLimiter.household(source);
        counted.computeIfAbsent(household, _ -> new HashSet<>()).add(session);
        sources.put(session, household);
    }

    /// The session has ended, or is connected. It may be unknown here.
    void remove(String session) {
        InetAddress household = sources.remove(session);
        if (household != null) {
            counted.computeIfPresent(household, (_, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
        }
    }
}
