package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class WorkerTest {
    @Test
    void aQuestionThatMeetsAnErrorIsAnsweredWithItAndTheWorkerGoesOn() {
        try (TestServer server = TestServer.start("--workers", "1")) {
            Worker worker = server.server.workers().all().getFirst();

            CompletableFuture<Integer> answer = worker.ask((_, _) -> tooDeep(0));

            CompletionException failure = assertThrows(CompletionException.class,
                    () -> answer.orTimeout(5, TimeUnit.SECONDS).join());
            assertInstanceOf(StackOverflowError.class, failure.getCause());
            assertEquals(1, worker.ask((_, _) -> 1).orTimeout(5, TimeUnit.SECONDS).join());
        }
    }

    private static int tooDeep(int depth) {
        return tooDeep(depth + 1) + 1;
    }
}
