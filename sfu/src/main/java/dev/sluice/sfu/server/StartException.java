package dev.sluice.sfu.server;

/// The server cannot start here. The message is one line for the person at the terminal.
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
