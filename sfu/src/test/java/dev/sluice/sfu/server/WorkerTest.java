package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.http.HttpResponse;
import java.util.Set;
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

    @Test
    void onlySessionsWithoutAConnectionAreFoundNotConnected() throws InterruptedException {
        try (TestServer server = TestServer.start("--workers", "1");
                TestCall call = new TestCall(server, "room", 1, 10)) {
            call.awaitEverything();
            assertEquals(Set.of(), Worker.notConnected(server.states().getFirst().rooms()));

            HttpResponse<String> answer = server.offer("/whip/room?name=silent",
                    TestServer.resource("sdp/chromium-sendrecv-av-offer.sdp"));
            String session = answer.headers().firstValue("Location").orElseThrow().replace("/session/", "");
            assertEquals(Set.of(session), Worker.notConnected(server.states().getFirst().rooms()));
        }
    }

    private static int tooDeep(int depth) {
        return tooDeep(depth + 1) + 1;
    }
}
