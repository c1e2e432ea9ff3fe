package dev.sluice.sfu.core;

/// Why an offer is not taken.
public enum Refusal {
    /// The offer is no SDP.
    MALFORMED_OFFER,
    /// The offer is SDP, and breaks a rule that WebRTC makes: no fingerprint, no ICE credentials, no rtcp-mux, no BUNDLE, the wrong direction.
    UNACCEPTABLE_OFFER,
    /// Nothing that is offered can be published or played: no codec in common.
    NO_COMMON_CODEC,
    /// Somebody publishes under this name already.
    NAME_TAKEN,
    /// There is no such member, or it has left.
    NO_SUCH_PARTICIPANT,
    /// Nobody publishes under this name, or nobody publishes in the room at all: ask again later.
    NO_SUCH_PUBLISHER,
    /// No publisher was named and the room has several.
    SEVERAL_PUBLISHERS,
    /// The room has as many participants as it may have.
    ROOM_FULL,
    /// The worker has as many rooms, sessions or half-open sessions as it may have: ask again later.
    BUSY,
    /// The worker takes no more sessions, it is about to stop.
    SHUTTING_DOWN
}
