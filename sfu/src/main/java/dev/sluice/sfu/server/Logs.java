package dev.sluice.sfu.server;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/// The log at the end of the process: lines wait in a queue (logback.xml), so that nobody waits for the terminal.
final class Logs {
    private Logs() {}

    /// Writes what waits, for a second at most. Nothing is logged after this.
    static void end() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
