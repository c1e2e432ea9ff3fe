package dev.sluice.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.UdpLoop;

/// A real loop whose clock can be put forward: for what takes half a minute by our clock and real threads of others.
final class HastyLoop implements UdpLoop {
    private final UdpLoop loop;
    private final List<Pending> pending = new ArrayList<>();
    private long ahead;

    HastyLoop(UdpLoop loop) {
        this.loop = loop;
    }

    /// On the loop's thread.
    void skip(long nanoseconds) {
        ahead += nanoseconds;
        pending.forEach(Pending::arm);
    }

    @Override
    public long now() {
        return loop.now() + ahead;
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long at, Runnable task) {
        Pending timer = new Pending(at, task);
        timer.arm();
        pending.add(timer);
        return timer;
    }

    @Override
    public UdpSocket open(InetSocketAddress local, Receiver receiver) throws IOException {
        return loop.open(local, receiver);
    }

    private final class Pending implements Timer {
        private final long at;
        private final Runnable task;
        private Timer timer;

        Pending(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        void arm() {
            if (timer != null) {
                timer.cancel();
            }
            timer = loop.schedule(at - ahead, () -> {
                pending.remove(this);
                task.run();
            });
        }

        @Override
        public void cancel() {
            timer.cancel();
            pending.remove(this);
        }
    }
}
