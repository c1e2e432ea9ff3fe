package dev.sluice.sfu.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps of starting and stopping, each of which runs somewhere else and is waited for.
final class Steps {
    private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 10;

    private Steps() {}

    /// Begins work that takes its time.
    static <T> CompletableFuture<T> begin(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().name("start").start(task));
    }

    /// Waits for a step of starting.
    ///
    /// @throws StartException when the step could not be done
    static <T> T await(CompletableFuture<T> step) {
        try {
            return step.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug ? bug
                    : new StartException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new StartException("the server did not start within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
    }

    /// Waits for the opening of a port.
    ///
    /// @throws StartException that names the setting and the port
    static <T> T awaitPort(String key, int port, CompletableFuture<T> step) {
        try {
            return await(step);
        } catch (StartException e) {
            throw cannotListen(key, port, e.getCause());
        }
    }

    static StartException cannotListen(String key, int port, Throwable cause) {
        return new StartException(
                "cannot listen on " + key + " " + port + ": " + cause.getMessage() + "; is a server running already?",
                cause);
    }

    /// Waits for a step of stopping. What does not stop in time is left behind.
    static void awaitEnd(String what, CompletableFuture<Void> step) {
        try {
            step.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Could not stop {} in order: {}", what, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
