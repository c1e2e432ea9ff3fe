package dev.sluice.sfu.core;

/// Why a session ended.
public enum CloseReason {
    /// The participant asked for it, through [MediaWorker#close].
    CLOSED_BY_REQUEST,
    /// The participant ended the transport (DTLS close_notify).
    CLOSED_BY_PEER,
    /// The transport was not connected in time.
    JOIN_TIMEOUT,
    /// The subscriber has not answered an offer in time.
    NO_ANSWER,
    /// The subscriber has been here for so many tracks that it has to begin anew.
    WORN_OUT,
    /// No check has come for thirty seconds (RFC 7675).
    CONSENT_EXPIRED,
    /// The DTLS handshake failed.
    HANDSHAKE_FAILED,
    /// The publisher that a player played is gone.
    PUBLISHER_LEFT,
    /// The worker stops.
    SHUTTING_DOWN
}
