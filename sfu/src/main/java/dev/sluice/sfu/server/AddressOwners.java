package dev.sluice.sfu.server;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sluice.wire.Time;

/// Which worker each peer's address belongs to: all workers listen on one port, and the system spreads senders over their
/// sockets without knowing whose they are.
///
/// A worker binds an address when an authenticated check has come from it, binds it again with each later check, and releases
/// it when the participant is gone or has moved. An address that was heard from lately stays its holder's: whoever has a
/// session on another worker and forges the source address of its own check gets nothing by that. The table is as large as
/// the participants have addresses.
///
/// Thread-safe; [#owner], for each packet, takes no lock.
final class AddressOwners {
    static final int NOBODY = -1;

    /// How long a silent holder keeps an address against another worker: browsers check every 2.5 to 5 s.
    static final long HELD = 10 * Time.SECOND;

    private static final class Claim {
        final int worker;
        volatile long heard;

        Claim(int worker, long heard) {
            this.worker = worker;
            this.heard = heard;
        }

        boolean yieldsTo(int other, long now) {
            return worker == other || now - heard >= HELD;
        }
    }

    private final Map<InetSocketAddress, Claim> claims = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit addresses remembered at most; packets from others stay with the worker that receives them
    AddressOwners(int limit) {
        this.limit = limit;
    }

    /// Makes the address this worker's, or notes that it was heard from again. False: another worker holds it, or the table is full.
    boolean bind(InetSocketAddress address, int worker, long now) {
        Claim claim = claims.get(address);
        if (claim == null) {
            return claims.size() < limit && claim(address, worker, now);
        }
        if (claim.worker != worker) {
            return claim.yieldsTo(worker, now) && claim(address, worker, now);
        }
        claim.heard = now;
        return true;
    }

    private boolean claim(InetSocketAddress address, int worker, long now) {
        Claim claim = new Claim(worker, now);
        return claims.compute(address,
                (_, held) -> held == null || held.yieldsTo(worker, now) ? claim : held) == claim;
    }

    /// Forgets the address, unless it is another worker's.
    void release(InetSocketAddress address, int worker) {
        claims.computeIfPresent(address, (_, held) -> held.worker == worker ? null : held);
    }

    /// The worker that `address` belongs to, or [#NOBODY].
    int owner(InetSocketAddress address) {
        Claim claim = claims.get(address);
        return claim == null ? NOBODY : claim.worker;
    }

    int size() {
        return claims.size();
    }
}
