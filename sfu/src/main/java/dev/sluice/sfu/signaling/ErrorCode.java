package dev.sluice.sfu.signaling;

/// What an `error` message says to programs; its text is for people.
public enum ErrorCode {
    /// A field is missing or not what it has to be.
    BAD_MESSAGE, UNKNOWN_TYPE,
    /// Only `join`, `resume` and `ping` make sense before a membership.
    NOT_JOINED, ALREADY_JOINED, BAD_ROOM, BAD_NAME, NAME_TAKEN, ROOM_FULL, SERVER_FULL,
    /// The session to be resumed does not exist, or more was missed than is remembered: join again.
    GONE, REFUSED_OFFER, NO_COMMON_CODEC, REFUSED_ANSWER,
    /// The offer or answer belongs to a negotiation that is over; nothing was done.
    STALE_NEGOTIATION, UNKNOWN_PARTICIPANT, UNKNOWN_TRACK,
    /// Peer to peer in a room of the SFU, or the other way round.
    WRONG_MODE, CHAT_TOO_LONG, UNSUPPORTED_PROTOCOL, SHUTTING_DOWN
}
