package dev.sluice.sfu.server;

import java.util.Locale;

/// One key of the configuration: its name, how its text is read, what it is when nobody says, and what it means.
///
/// The same key is a flag (`--http-port`), an environment variable (`SLUICE_HTTP_PORT`) and a line of the file (`http-port = 8080`).
///
/// @param <T>      what the text becomes
/// @param key      lower-case words joined by hyphens
/// @param fallback the text that counts when the key is given nowhere; empty: not set
/// @param isList   whether several values may be given, by commas or by repeating the flag
/// @param meaning  one sentence for `--help` and docs/server.md
record Setting<T>(String key, Reader<T> reader, String fallback, boolean isList, String meaning) {
    /// Makes a value of the text.
    interface Reader<T> {
        /// @throws IllegalArgumentException with a message that says which values are right
        T read(String text);
    }

    String flag() {
        return "--" + key;
    }

    String environmentVariable() {
        return "SLUICE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
