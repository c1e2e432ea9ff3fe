package dev.sluice.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

import dev.sluice.wire.UdpLoop;

/// A loop whose sockets hear some senders only.
record FirewalledLoop(UdpLoop loop, Predicate<InetSocketAddress> mayEnter) implements UdpLoop {
    @Override
    public long now() {
        return loop.now();
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
        return loop.schedule(at, task);
    }

    @Override
    public UdpSocket open(InetSocketAddress local, Receiver receiver) throws IOException {
        return loop.open(local, (from, bytes, offset, length, now) -> {
            if (mayEnter.test(from)) {
                receiver.onDatagram(from, bytes, offset, length, now);
            }
        });
    }
}
