package dev.sluice.sfu.server;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which worker each peer's address belongs to: all workers listen on one port, and the system spreads senders over their
/// sockets without knowing whose they are.
///
/// A worker binds an address when an authenticated check has come from it and releases it when the participant is gone or has
/// moved. So nobody can move another's packets by sending from a forged address, and the table is as large as the
/// participants have addresses.
///
/// Thread-safe.
final class AddressOwners {
    static final int NOBODY = -1;

    private final Map<InetSocketAddress, Integer> workers = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit addresses remembered at most; packets from others stay with the worker that receives them
    AddressOwners(int limit) {
        this.limit = limit;
    }

    void bind(InetSocketAddress address, int worker) {
        if (workers.size() < limit || workers.containsKey(address)) {
            workers.put(address, worker);
        }
    }

    /// Forgets the address, unless another worker has bound it since.
    void release(InetSocketAddress address, int worker) {
        workers.remove(address, worker);
    }

    /// The worker that `address` belongs to, or [#NOBODY].
    int owner(InetSocketAddress address) {
        Integer worker = workers.get(address);
        return worker == null ? NOBODY : worker;
    }

    int size() {
        return workers.size();
    }
}
