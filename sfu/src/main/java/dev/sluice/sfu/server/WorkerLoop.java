package dev.sluice.sfu.server;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

import dev.sluice.wire.Time;

/// One Vert.x event loop, its clock and its one timer: where a worker lives.
///
/// The only class that touches what Vert.x calls internal; it needs it to put a Netty channel on a loop of Vert.x.
final class WorkerLoop implements Executor {
    /// All loops count from the same start, so that a packet handed from one to another keeps its time.
    private static final long START = System.nanoTime();

    private final ContextInternal context;
    private final EventLoop eventLoop;
    private Runnable onTime = () -> {};
    private ScheduledFuture<?> timer;
    private long armedFor = Time.NEVER;

    private WorkerLoop(ContextInternal context) {
        this.context = context;
        this.eventLoop = context.nettyEventLoop();
    }

    /// Takes the next loop of this Vert.x in turn.
    static WorkerLoop create(Vertx vertx) {
        return new WorkerLoop(((VertxInternal) vertx).createEventLoopContext());
    }

    static long now() {
        return System.nanoTime() - START;
    }

    /// The Vert.x context of this loop, for what Vert.x itself runs on it.
    Context context() {
        return context;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /// Says what the timer does. Before the first [#wakeAt], on the loop.
    void onTime(Runnable action) {
        onTime = action;
    }

    /// Sees to it that the timer's action runs at `deadline` or soon after. An earlier wake-up stays: it finds nothing to do and asks again.
    void wakeAt(long deadline) {
        if (deadline < armedFor) {
            disarm();
            armedFor = deadline;
            timer = eventLoop.schedule(this::fire, Math.max(0, deadline - now()), TimeUnit.NANOSECONDS);
        }
    }

    private void fire() {
        armedFor = Time.NEVER;
        timer = null;
        onTime.run();
    }

    /// Forgets the wake-up asked for.
    void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        armedFor = Time.NEVER;
    }
}
