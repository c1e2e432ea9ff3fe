package dev.sluice.dtlssrtp;

/// Why a datagram, a record or a handshake fragment was dropped before it could reach the TLS library.
public enum DtlsDrop {
    /// Not a whole record, or of a type that DTLS 1.2 does not have.
    NOT_A_RECORD,
    /// A record of another protocol version.
    WRONG_VERSION,
    /// A record of an epoch that is over, or that never comes.
    WRONG_EPOCH,
    /// An encrypted record too short for nonce and tag.
    TOO_SHORT,
    /// Encrypted records that came before the handshake was that far, beyond the sixteen that are kept.
    TOO_EARLY,
    /// A handshake fragment that does not fit its record or its message.
    MALFORMED_FRAGMENT,
    /// A handshake message that announces more than 16 KiB, or a flight of more than 32 KiB.
    MESSAGE_TOO_LONG,
    /// A handshake message in more than 256 fragments.
    TOO_MANY_FRAGMENTS,
    /// A fragment that says something else than the fragments before it.
    CONTRADICTING_FRAGMENT,
    /// A handshake message whose turn it is not.
    UNEXPECTED_MESSAGE,
    /// A handshake message of a flight that was complete before: a retransmission.
    REPEATED_MESSAGE,
    /// An alert in the clear. A fatal one is believed only if nothing better comes.
    PLAINTEXT_ALERT,
    /// A ClientHello that the TLS library refused.
    REFUSED_HELLO,
    /// A ClientHello while as many handshakes run as may.
    TOO_MANY_HANDSHAKES
}
