package dev.sluice.sfu.server;

/// A setting that the server does not start with. The message is one line for the person at the terminal and names the key.
final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsException(String message) {
        super(message);
    }
}
