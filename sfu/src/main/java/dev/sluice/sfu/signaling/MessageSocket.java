package dev.sluice.sfu.signaling;

/// One WebSocket as the rooms see it. Takes what it is given at once and in order; must not call back in.
public interface MessageSocket {
    /// @param seq the message's number, [Incoming#UNNUMBERED] for none
    void send(long seq, ServerMessage message);

    /// Closes it after what was sent before. The rooms have forgotten it already.
    void close(CloseCode code, String reason);
}
