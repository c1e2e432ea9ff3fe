package dev.sluice.sfu.core;

/// What became of candidates that a participant sent after its offer.
public enum TrickleResult {
    ACCEPTED,
    /// There is no such session, or there is none any more.
    NO_SUCH_SESSION,
    /// The fragment is no `application/trickle-ice-sdpfrag`.
    MALFORMED,
    /// The fragment belongs to other ICE credentials than the session's: an ICE restart, which is not done.
    RESTART_REFUSED
}
