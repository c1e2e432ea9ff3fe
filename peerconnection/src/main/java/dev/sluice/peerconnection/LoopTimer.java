package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import dev.sluice.wire.UdpLoop;

/// Wakes a connection at its deadline with at most one timer on the loop.
///
/// Deadlines move with nearly every packet, mostly to later. A timer that comes too early costs one look at the deadline, so it is left alone and only
/// replaced when it would come too late.
final class LoopTimer {
    private final UdpLoop loop;
    private final Runnable task;
    private UdpLoop.Timer timer;
    private long armedFor = NEVER;

    LoopTimer(UdpLoop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    void armFor(long deadline) {
        if (deadline < armedFor) {
            cancel();
            armedFor = deadline;
            timer = loop.schedule(deadline, this::fire);
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        armedFor = NEVER;
    }

    private void fire() {
        timer = null;
        armedFor = NEVER;
        task.run();
    }
}
