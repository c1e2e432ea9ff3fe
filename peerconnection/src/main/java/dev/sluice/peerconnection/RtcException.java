package dev.sluice.peerconnection;

/// Says which rule of RTCPeerConnection a call broke, and what to do instead. Futures fail with it, synchronous calls throw it.
public final class RtcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// The names W3C gives to what can go wrong.
    public enum Kind {
        /// The call does not fit the state of the connection.
        INVALID_STATE,
        /// An argument names something this connection does not have.
        INVALID_ACCESS,
        /// The local description is not the one that was created.
        INVALID_MODIFICATION,
        /// The session description cannot be read.
        SDP_SYNTAX,
        /// The description can be read, and what it asks for is not supported.
        OPERATION
    }

    private final Kind kind;

    public RtcException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
