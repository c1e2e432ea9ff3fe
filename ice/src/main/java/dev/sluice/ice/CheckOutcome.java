package dev.sluice.ice;

/// What became of a STUN message that arrived where a lite agent listens. Only the first three are answered; everything else is dropped in silence.
public enum CheckOutcome {
    ANSWERED,
    /// Authentic, but the peer claims to be controlled, which a lite agent always is: answered with 487.
    ROLE_CONFLICT,
    /// Authentic, but insists on attributes that we do not know: answered with 420.
    UNKNOWN_ATTRIBUTES,
    /// Not a STUN message, or one that contradicts itself.
    MALFORMED, MISSING_OR_WRONG_FINGERPRINT,
    /// A response (a lite agent asks nothing), an indication or another method.
    NOT_A_BINDING_REQUEST, UNKNOWN_UFRAG, MISSING_INTEGRITY, WRONG_INTEGRITY,
    /// Consent had run out before.
    TOO_LATE
}
