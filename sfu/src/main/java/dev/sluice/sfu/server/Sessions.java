package dev.sluice.sfu.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.sluice.sfu.core.CloseReason;

/// The sessions that have a URL: from the answer to the end, whoever ends them. As many as the workers admit. Thread-safe.
final class Sessions {
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final SessionLog log = new SessionLog();

    void add(String id, Session session) {
        byId.put(id, session);
    }

    void end(String id, CloseReason reason, String explanation) {
        byId.remove(id);
        log.ended(id, reason, explanation);
    }

    SessionLog log() {
        return log;
    }

    /// The session, or null.
    Session find(String id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }
}
