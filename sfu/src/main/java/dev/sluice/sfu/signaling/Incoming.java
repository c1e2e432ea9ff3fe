package dev.sluice.sfu.signaling;

/// What came from a client: a message, or something that is none.
public sealed interface Incoming {
    /// The number that a client gives what it repeats when it resumes.
    int UNNUMBERED = 0;

    /// The client's own number, or [#UNNUMBERED].
    long seq();

    record Message(long seq, ClientMessage message) implements Incoming {}

    /// @param failure what the client is to be told
    record Broken(long seq, ServerMessage.Failure failure) implements Incoming {}
}
