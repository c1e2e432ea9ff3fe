package dev.sluice.dtlssrtp;

import java.util.HashSet;
import java.util.Set;

/// The virtual threads on which the TLS library's blocking handshakes run.
///
/// There is a thread for each handshake that is under way and none for a transport that is connected. Any thread may call.
public final class HandshakeThreads implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 1024;

    private final int limit;
    private final Set<BlockingHandshake> running = new HashSet<>();
    private int busy;
    private boolean closed;

    private HandshakeThreads(int limit) {
        this.limit = limit;
    }

    public static HandshakeThreads create() {
        return create(DEFAULT_LIMIT);
    }

    /// @param limit how many handshakes may be under way at once; the ClientHello of one more is dropped, and its sender will repeat it
    public static HandshakeThreads create(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " lets nobody in: give at least 1");
        }
        TlsSide.load(); // here, as the first handshake begins on a loop
        return new HandshakeThreads(limit);
    }

    /// How many handshakes are under way.
    public synchronized int active() {
        return running.size();
    }

    /// Blocks until every handshake has worked through all that it was given and waits for more, or has ended. What came of it is with the owner's
    /// executor by then. This is for tests on virtual time: time stands still while a handshake computes.
    public synchronized void awaitQuiet() {
        boolean interrupted = false;
        while (busy > 0) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the handshakes that are under way, and starts no more. Their transports get no further and fail at their limit.
    @Override
    public void close() {
        Set<BlockingHandshake> abandoned;
        synchronized (this) {
            closed = true;
            abandoned = Set.copyOf(running);
        }
        abandoned.forEach(BlockingHandshake::abandon);
    }

    /// Runs the handshake on a thread of its own. False: as many as may are under way, or this is closed.
    synchronized boolean start(BlockingHandshake handshake) {
        if (closed || running.size() >= limit) {
            return false;
        }
        running.add(handshake);
        busy++;
        Thread.ofVirtual().name("dtls-handshake").start(handshake);
        return true;
    }

    /// A handshake that waited was given something.
    synchronized void onBusy() {
        busy++;
    }

    /// A handshake has handed on what it made, and waits.
    synchronized void onQuiet() {
        busy--;
        notifyAll();
    }

    synchronized void onEnd(BlockingHandshake handshake) {
        running.remove(handshake);
        onQuiet();
    }
}
