package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

/// The subscribers for whom something has changed since the last batch ended. However much that was, it makes one offer.
final class PendingOffers {
    private List<Subscriber> changed = new ArrayList<>();

    /// To be called once by each, until it was served.
    void add(Subscriber subscriber) {
        changed.add(subscriber);
    }

    void flush(long now) {
        if (changed.isEmpty()) {
            return;
        }
        List<Subscriber> served = changed;
        changed = new ArrayList<>();
        served.forEach(subscriber -> subscriber.onEndOfBatch(now));
    }
}
