package dev.sluice.ice.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;
import dev.sluice.wire.UdpLoop.Timer;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A STUN and TURN server on a loop: a [TurnEngine] with sockets and a timer.
///
/// It listens on as many UDP ports as it is told to. Connections over TCP and TLS come from whoever has them ([#accept]), for instance a [NioTurnListener].
///
/// Confined to its loop: call it there, also to make it.
public final class TurnServer implements AutoCloseable {
    private final UdpLoop loop;
    private final TurnEngine engine;
    private final List<UdpSocket> listeners = new ArrayList<>();
    private Timer timer;
    private long wakeUp = Time.NEVER;

    /// `random` makes secrets: let it be a secure one.
    public TurnServer(UdpLoop loop, TurnSettings settings, RandomGenerator random) {
        this.loop = loop;
        this.engine = new TurnEngine(settings, random, new Sockets());
    }

    /// Listens for clients on UDP; port 0 asks for a free one. Returns where it listens.
    ///
    /// @throws IOException when the address cannot be bound
    public InetSocketAddress listen(InetSocketAddress local) throws IOException {
        UdpSocket[] socket = new UdpSocket[1];
        TurnPort port = engine.port((to, bytes, offset, length) -> socket[0].send(to, bytes, offset, length));
        socket[0] = loop.open(local, port);
        listeners.add(socket[0]);
        return socket[0].localAddress();
    }

    /// A client has connected over TCP or TLS; when there are too many, the stream is closed at once.
    public StreamReceiver accept(InetSocketAddress client, Stream stream) {
        return engine.accept(client, stream, loop.now());
    }

    public TurnCounters counters() {
        return engine.counters();
    }

    public List<TurnAllocation> allocations() {
        return engine.allocations(loop.now());
    }

    /// Ends all allocations and connections, and listens no more.
    @Override
    public void close() {
        engine.close(loop.now());
        listeners.forEach(UdpSocket::close);
        listeners.clear();
        schedule();
    }

    private void schedule() {
        if (timer != null) {
            timer.cancel();
        }
        wakeUp = engine.deadline();
        timer = wakeUp == Time.NEVER ? null : loop.schedule(wakeUp, this::onTimer);
    }

    private void onTimer() {
        timer = null;
        engine.onTime(loop.now());
        schedule();
    }

    private final class Sockets implements TurnEngine.Output {
        @Override
        public UdpSocket openRelay(InetSocketAddress local, UdpLoop.Receiver receiver) {
            try {
                return loop.open(local, receiver);
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public void deadlineChanged() {
            if (engine.deadline() < wakeUp) {
                schedule();
            }
        }
    }
}
