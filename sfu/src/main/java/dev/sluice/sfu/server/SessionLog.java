package dev.sluice.sfu.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.signaling.LeaveReason;
import dev.sluice.sfu.signaling.Mode;
import dev.sluice.sfu.signaling.Wire;
import dev.sluice.sfu.signaling.Witness;

/// Tells who comes and goes, without addresses and without session ids that could be used.
///
/// Whoever joins and leaves very often does not fill the disk: beyond a rate, lines are counted instead, and the count is told later. Thread-safe.
final class SessionLog implements Witness {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    private static final int LINES_PER_SECOND = 10;
    private static final int BURST = 500;
    private static final int SHOWN_OF_ID = 6;
    private static final int NOT_NOW = -1;

    private final TokenBucket lines = new TokenBucket(LINES_PER_SECOND, BURST, WorkerLoop.now());
    private long left;

    void joined(String path, String session) {
        if (mayTell()) {
            LOG.info("{} joined as {}", path, shown(session));
        }
    }

    void ended(String session, CloseReason reason, String explanation) {
        if (mayTell()) {
            LOG.info("{} ended: {}, {}", shown(session), reason, explanation);
        }
    }

    @Override
    public void joined(String room, String participant, Mode mode) {
        if (mayTell()) {
            LOG.info("/ws {} joined by {}, {}", room, participant, Wire.spelling(mode));
        }
    }

    @Override
    public void left(String room, String participant, LeaveReason reason) {
        if (mayTell()) {
            LOG.info("/ws {} left by {}: {}", room, participant, Wire.spelling(reason));
        }
    }

    /// As much of a session's id as anybody may see.
    static String shown(String session) {
        return session.substring(0, SHOWN_OF_ID) + '…';
    }

    private boolean mayTell() {
        long leftBefore = admit();
        if (leftBefore > 0) {
            LOG.info("({} lines about sessions were left out)", leftBefore);
        }
        return leftBefore != NOT_NOW;
    }

    /// How many lines were left out before this one, or [#NOT_NOW]. Nothing is written while the lock is held: the workers share it.
    private synchronized long admit() {
        if (!lines.take(WorkerLoop.now())) {
            left++;
            return NOT_NOW;
        }
        long leftBefore = left;
        left = 0;
        return leftBefore;
    }
}
