package dev.sluice.sfu.core;

/// What became of a subscriber's answer.
public enum AnswerResult {
    ACCEPTED,
    /// The answer is not to the offer that waits for one: it came twice, or too late. It changes nothing.
    STALE,
    /// The answer does not fit the offer, or belongs to another connection. The offer waits for a better one.
    REFUSED,
    /// The participant does not subscribe, or is not here.
    NO_SUCH_SESSION
}
