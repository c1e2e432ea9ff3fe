package dev.sluice.ice;

/// What became of a STUN message that arrived where an ICE agent listens. Only the first three are answered.
public enum CheckOutcome {
    ANSWERED,
    /// Authentic, but the peer claims the role that is ours (a lite agent is always controlled): answered with 487.
    ROLE_CONFLICT,
    /// Authentic, but insists on attributes that we do not know: answered with 420.
    UNKNOWN_ATTRIBUTES,
    /// The authentic answer to a check of ours.
    RESPONSE,
    /// Not a STUN message, or one that contradicts itself.
    MALFORMED, MISSING_OR_WRONG_FINGERPRINT,
    /// An indication, another method, or towards a lite agent (which asks nothing) a response.
    NOT_A_BINDING_REQUEST, UNKNOWN_UFRAG, MISSING_INTEGRITY, WRONG_INTEGRITY,
    /// A response to something that we did not ask, or asked too long ago.
    UNKNOWN_TRANSACTION,
    /// Consent had run out before, or the agent has failed.
    TOO_LATE
}
