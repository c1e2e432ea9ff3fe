package dev.sluice.sfu.core;

/// Why a packet from the network went no further.
public enum DropReason {
    /// The first byte is of no protocol that is spoken here (RFC 7983), or there is no byte.
    UNKNOWN_PROTOCOL,
    /// A STUN message whose username fragment is nobody's.
    UNKNOWN_USERNAME,
    /// A STUN check from an address that another participant was heard from just now.
    ADDRESS_TAKEN,
    /// DTLS, RTP or RTCP from an address that no authenticated check came from.
    UNVALIDATED_ADDRESS,
    /// RTP or RTCP before the keys are there.
    NOT_KEYED, MALFORMED_RTP, MALFORMED_RTCP,
    /// SRTP or SRTCP that does not authenticate.
    NOT_AUTHENTIC,
    /// SRTP or SRTCP that was here before.
    REPLAYED,
    /// Too short to be SRTP or SRTCP.
    TOO_SHORT,
    /// An SSRC beyond the limit of its transport.
    TOO_MANY_SOURCES,
    /// An SSRC that is neither signalled nor announced by a MID of this transport, nor by a payload type of one section only.
    UNKNOWN_SOURCE,
    /// A payload type that was not negotiated for its section.
    UNKNOWN_PAYLOAD_TYPE,
    /// A packet that was received, or recovered, before.
    DUPLICATE,
    /// A packet so old that its number may mean another one.
    TOO_OLD,
    /// RTP from somebody who only plays.
    NOT_PUBLISHING,
    /// Longer than a packet can be forwarded.
    TOO_LONG
}
