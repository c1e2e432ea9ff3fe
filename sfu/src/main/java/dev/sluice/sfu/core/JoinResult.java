package dev.sluice.sfu.core;

/// What became of an offer to publish or to play.
public sealed interface JoinResult {
    /// The participant is in the room; media flows when its transport is connected.
    ///
    /// @param session     names the session from now on: 128 random bits in hexadecimal, unguessable, fit for a URL
    /// @param answer      the answer's SDP, with all candidates
    /// @param iceUsername the server's username fragment, the natural entity tag of this ICE session (RFC 9725 4.3.1)
    record Joined(String session, String answer, String iceUsername) implements JoinResult {}

    /// The offer is not taken.
    ///
    /// @param explanation what is wrong, and what to do instead, in words for the one who made the offer
    record Refused(Refusal reason, String explanation) implements JoinResult {}
}
