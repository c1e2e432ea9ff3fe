package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogsTest {
    private static final int LINES = 5_000;

    @Test
    void nobodyWaitsForATerminalThatTakesNothing() throws JoranException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogsTest.class.getResource("/logback.xml"));
        AsyncAppender behind = (AsyncAppender) context.getLogger("ROOT").getAppender("behind");
        Terminal terminal = new Terminal();
        ((OutputStreamAppender<?>) behind.getAppender("console")).setOutputStream(terminal);

        for (int line = 0; line < LINES; line++) {
            context.getLogger("dev.sluice").warn("line {}", line);     // returns, or the test never ends
        }
        terminal.mayTake.release(LINES);
        context.stop();

        assertTrue(terminal.lines.get() > 0, "no line came");
        assertTrue(terminal.lines.get() < LINES, "no line was left out");
    }

    /// Takes nothing until it may.
    private static final class Terminal extends OutputStream {
        final Semaphore mayTake = new Semaphore(0);
        final AtomicInteger lines = new AtomicInteger();

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("a line is written at once");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            mayTake.acquireUninterruptibly();
            lines.incrementAndGet();
        }
    }
}
