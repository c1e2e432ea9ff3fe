package dev.sluice.sfu.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Limits how often one source address may ask for something. IPv6 sources count by /64, which is what one household gets.
///
/// Remembers a bounded number of sources; the one that was quiet longest is forgotten first. Confined to one thread.
final class RateLimiter {
    private static final int IPV6_PREFIX_BYTES = 8;

    private final int perSecond;
    private final Map<InetAddress, TokenBucket> buckets;

    /// @param perSecond 0: no limit
    RateLimiter(int perSecond, int maxSources) {
        this.perSecond = perSecond;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<InetAddress, TokenBucket> eldest) {
                return size() > maxSources;
            }
        };
    }

    /// Counts one request. False: it is one too many.
    boolean admits(InetAddress source, long now) {
        return perSecond == 0
                || buckets.computeIfAbsent(household(source), _ -> new TokenBucket(perSecond, 2.0 * perSecond, now))
                        .take(now);
    }

    /// Whom an address stands for: itself, in IPv6 its /64.
    static InetAddress household(InetAddress source) {
        if (!(source instanceof Inet6Address)) {
            return source;
        }
        byte[] bytes = source.getAddress();
        Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an IPv6 address", e);
        }
    }
}
