package dev.sluice.ice.turn;

/// What has become of a message or datagram that reached a [TurnEngine].
public enum TurnOutcome {
    /// A datagram of a client has gone to its peer.
    TO_PEER,
    /// A datagram of a peer has gone to its client.
    TO_CLIENT,
    /// A request was answered with success.
    SUCCESS,
    /// A request was answered with an error; [TurnCounters#errors] tells which.
    ERROR,
    /// A request of a source that has had enough answers for now.
    SOURCE_LIMITED,
    /// Neither STUN nor ChannelData, or broken.
    MALFORMED,
    /// An indication, response or method that is none of a server's business.
    IGNORED,
    /// Data from an address that has no allocation.
    NO_ALLOCATION,
    /// The client has no permission for the peer; or the peer is one of our own addresses where no relay is.
    NO_PERMISSION,
    /// ChannelData on a number that is bound to no peer.
    NO_CHANNEL,
    /// The user's datagrams are more than the bandwidth that it has.
    OVER_BANDWIDTH,
    /// The socket or connection did not take the datagram.
    NOT_SENT
}
