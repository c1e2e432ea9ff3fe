package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.List;

/// One attribute of a [StunMessage].
///
/// What TURN adds, and whatever else peers send, is [Unknown] and survives a round trip.
///
/// @rfc 8489 14 STUN Attributes
/// @rfc 8445 16.1 Attributes
public sealed interface StunAttribute {
    record MappedAddress(InetSocketAddress address) implements StunAttribute {}

    /// The address as it is; on the wire it is XORed with the magic cookie and the transaction id, against NATs that rewrite what looks like theirs.
    record XorMappedAddress(InetSocketAddress address) implements StunAttribute {}

    record Username(String value) implements StunAttribute {}

    /// SHA-256 of "username:realm", see [StunIntegrity#userhash].
    record UserHash(byte[] value) implements StunAttribute {}

    record Realm(String value) implements StunAttribute {}

    record Nonce(String value) implements StunAttribute {}

    record Software(String value) implements StunAttribute {}

    record ErrorCode(int code, String reason) implements StunAttribute {}

    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        public UnknownAttributes {
            types = List.copyOf(types);
        }
    }

    /// Of the candidate that the peer would learn of if this check succeeded; unsigned 32 bits.
    record Priority(long value) implements StunAttribute {}

    record UseCandidate() implements StunAttribute {}

    record IceControlled(long tieBreaker) implements StunAttribute {}

    record IceControlling(long tieBreaker) implements StunAttribute {}

    /// Which of several nominations is the newest: the larger value. Sent by libwebrtc when "renomination" was agreed on (draft-thatcher-ice-renomination).
    record Nomination(long value) implements StunAttribute {}

    /// HMAC-SHA1 over everything before it. Checked by [StunIntegrity#verify].
    record MessageIntegrity(byte[] hmac) implements StunAttribute {}

    /// HMAC-SHA256 over everything before it, perhaps cut to 16 bytes or more. Checked by [StunIntegrity#verify].
    record MessageIntegritySha256(byte[] hmac) implements StunAttribute {}

    /// CRC-32 over everything before it. A message where it does not fit is not parsed.
    record Fingerprint(int crc) implements StunAttribute {}

    /// Kept as it came, to be reported or ignored as its type demands.
    record Unknown(int type, byte[] value) implements StunAttribute {
        public boolean comprehensionRequired() {
            return type < StunAttributeType.FIRST_OPTIONAL;
        }
    }
}
