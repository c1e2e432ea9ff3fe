package dev.sluice.ice;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Process-wide switches of ice4j that must be set before its first class is loaded. What the embedding program has set itself stays.
final class Ice4jSettings {
    private static final Map<String, String> PROPERTIES = Map.of(
            // else it asks 169.254.169.254 whether it runs on Amazon's machines
            "ice4j.harvest.mapping.aws.enabled", "false",
            // a consent check every 4 to 6 seconds, each sent once (RFC 7675 5.1); ConsentFreshness decides when it has run out
            "ice4j.consent-freshness.interval", "5 seconds", "ice4j.consent-freshness.original-wait-interval",
            "4 seconds", "ice4j.consent-freshness.max-wait-interval", "4 seconds",
            "ice4j.consent-freshness.max-retransmissions", "0",
            // no SOFTWARE attribute in every message, no peer's address in the log
            "ice4j.software", "", "ice4j.redact-remote-addresses", "true");

    /// Held, because java.util.logging forgets the level of a logger that nobody holds.
    private static final List<Logger> LOGGERS = Stream.of("org.ice4j", "org.jitsi", "JitsiConfig")
            .map(Logger::getLogger).toList();

    static {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.SEVERE); // it warns of every late or strange packet
            }
        }
    }

    private Ice4jSettings() {}

    /// Returns when the switches are set.
    static void apply() {
        // the static initializer has done it
    }
}
