package dev.sluice.sfu.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The sessions that have a URL: from the answer to the end, whoever ends them. As many as the workers admit. Thread-safe.
final class Sessions {
    private final Map<String, Session> byId = new ConcurrentHashMap<>();

    void add(String id, Session session) {
        byId.put(id, session);
    }

    void remove(String id) {
        byId.remove(id);
    }

    /// The session, or null.
    Session find(String id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }
}
