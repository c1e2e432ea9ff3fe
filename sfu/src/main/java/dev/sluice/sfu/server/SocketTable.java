package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

import dev.sluice.sfu.signaling.ClientMessage;
import dev.sluice.sfu.signaling.Incoming;
import dev.sluice.sfu.signaling.Tokens;

/// All WebSockets of the server: how many each source address has, when they are to be looked after, and how they end together.
///
/// Confined to the HTTP loop.
final class SocketTable {
    private static final int TICK_MILLIS = 500;

    private final Vertx vertx;
    private final Context context;
    private final Workers workers;
    private final SocketLimits limits;
    private final SocketCounters counters = new SocketCounters();
    /// Those whose connection is not cut yet, with their source.
    private final Map<SignalingSocket, InetAddress> connected = new HashMap<>();
    private final Map<InetAddress, Integer> perSource = new HashMap<>();
    private final Set<SignalingSocket> open = new LinkedHashSet<>();
    private final long timer;
    private CompletableFuture<Void> emptied;

    /// @param loop the HTTP loop
    SocketTable(Vertx vertx, WorkerLoop loop, Workers workers, SocketLimits limits) {
        this.vertx = vertx;
        this.context = loop.context();
        this.workers = workers;
        this.limits = limits;
        this.timer = vertx.setPeriodic(TICK_MILLIS, _ -> run(this::tick));
    }

    SocketCounters counters() {
        return counters;
    }

    int size() {
        return open.size();
    }

    /// Runs something on the HTTP loop, after what was given to it before. Any thread.
    void run(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    // Coming and going.

    boolean hasRoomFor(InetAddress source) {
        return emptied == null && perSource.getOrDefault(RateLimiter.household(source), 0) < limits.perSource();
    }

    SignalingSocket add(ServerWebSocket socket, InetAddress source) {
        SignalingSocket added = new SignalingSocket(this, socket, limits, workers.all().getFirst(), WorkerLoop.now());
        open.add(added);
        InetAddress household = RateLimiter.household(source);
        connected.put(added, household);
        perSource.merge(household, 1, Integer::sum);
        added.open();
        return added;
    }

    /// It takes part no more; its connection may last a moment longer.
    void remove(SignalingSocket socket, SocketCounters.Closed why) {
        open.remove(socket);
        counters.close(why);
    }

    /// Its connection is cut.
    void forget(SignalingSocket socket) {
        InetAddress household = connected.remove(socket);
        if (household != null) {
            perSource.computeIfPresent(household, (_, count) -> count == 1 ? null : count - 1);
        }
        if (emptied != null && connected.isEmpty()) {
            emptied.complete(null);
        }
    }

    private void tick() {
        long now = WorkerLoop.now();
        List.copyOf(open).forEach(socket -> socket.onTick(now));
    }

    // Which worker.

    /// The worker that a message of a socket that has not joined is for.
    Worker homeOf(Incoming incoming, Worker otherwise) {
        return switch (incoming) {
            case Incoming.Message(_, ClientMessage.Join join) -> workers.of(join.room());
            case Incoming.Message(_, ClientMessage.Resume resume) -> {
                Worker holder = holder(resume.token());
                yield holder == null ? otherwise : holder;
            }
            case Incoming.Message _,Incoming.Broken _ -> otherwise;
        };
    }

    /// The worker that has made a token, or null when none of ours has.
    Worker holder(String token) {
        int number = Tokens.workerOf(token);
        return number >= 0 && number < workers.count() ? workers.all().get(number) : null;
    }

    // The end.

    /// Closes all, when the workers have sent their farewells. Completes when the connections are closed, too.
    CompletableFuture<Void> stop() {
        vertx.cancelTimer(timer);
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(() -> {
            emptied = done;
            List.copyOf(open).forEach(SignalingSocket::restart);
            if (connected.isEmpty()) {
                done.complete(null);
            }
        });
        return done;
    }
}
