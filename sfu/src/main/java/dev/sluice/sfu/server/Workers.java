package dev.sluice.sfu.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/// All workers of the server, and which of them a room lives on. Any thread.
final class Workers {
    private static final int ANSWER_TIMEOUT_MILLIS = 2_000;

    private final Vertx vertx;
    private final List<Worker> workers;

    Workers(Vertx vertx, List<Worker> workers) {
        this.vertx = vertx;
        this.workers = List.copyOf(workers);
    }

    int count() {
        return workers.size();
    }

    List<Worker> all() {
        return workers;
    }

    /// The room's worker: the same for everybody who names the room, without a table that would have to be kept.
    Worker of(String room) {
        return workers.get(Math.floorMod(spread(room.hashCode()), workers.size()));
    }

    /// String's hash of short names differs in few bits only (the finalizer of MurmurHash3).
    private static int spread(int hash) {
        int h = (hash ^ hash >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    /// What all of them look like, in their order. Fails when one does not answer within two seconds. Completes on the caller's context.
    Future<List<WorkerState>> states() {
        List<CompletableFuture<WorkerState>> answers = new ArrayList<>();
        for (Worker worker : workers) {
            answers.add(worker.state().orTimeout(ANSWER_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        }
        CompletableFuture<List<WorkerState>> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
        return Future.fromCompletionStage(all, vertx.getOrCreateContext());
    }

    /// Tells all members that the server goes and when to come back.
    CompletableFuture<Void> sendAway() {
        return CompletableFuture.allOf(workers.stream().map(Worker::sendAway).toArray(CompletableFuture[]::new));
    }

    /// Tells all participants that the server goes, and closes the sockets.
    CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(workers.stream().map(Worker::stop).toArray(CompletableFuture[]::new));
    }
}
