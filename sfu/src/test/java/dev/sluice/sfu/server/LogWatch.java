package dev.sluice.sfu.server;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/// Listens to everything that is logged while it is open.
final class LogWatch implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    LogWatch() {
        events.start();
        root.addAppender(events);
    }

    /// What somebody should have worried about. That a thread got no processor for a while is the test machine's affair.
    List<String> alarms() {
        return List.copyOf(events.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
                .filter(event -> !event.getLoggerName().endsWith("BlockedThreadChecker"))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage() + " " + event.getThrowableProxy())
                .toList();
    }

    List<String> lines() {
        return List.copyOf(events.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        root.detachAppender(events);
    }
}
