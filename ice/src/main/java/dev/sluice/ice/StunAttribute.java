package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/// One attribute of a [StunMessage].
///
/// What is not in the list is [Unknown] and survives a round trip. Numbers that only a server can judge (an address family, a transport protocol) are kept as
/// they came, so that it can answer with the right error.
///
/// @rfc 8489 14 STUN Attributes
/// @rfc 8445 16.1 Attributes
/// @rfc 8656 18 STUN Attributes
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

    /// The algorithm of which the long-term key is made; `parameters` are empty for all that are registered.
    record PasswordAlgorithm(int number, byte[] parameters) implements StunAttribute {
        public static final int MD5 = 1;
        public static final int SHA_256 = 2;

        public PasswordAlgorithm(int number) {
            this(number, new byte[0]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PasswordAlgorithm(var otherNumber, var otherParameters) && number == otherNumber
                    && Arrays.equals(parameters, otherParameters);
        }

        @Override
        public int hashCode() {
            return 31 * number + Arrays.hashCode(parameters);
        }
    }

    /// What the server accepts, the best first; repeated by the client, so that nobody on the path can take the better ones out.
    record PasswordAlgorithms(List<PasswordAlgorithm> algorithms) implements StunAttribute {
        public PasswordAlgorithms {
            algorithms = List.copyOf(algorithms);
        }
    }

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

    /// From [ChannelData#FIRST_CHANNEL] to [ChannelData#LAST_CHANNEL]; others are refused by the server, not by the codec.
    record ChannelNumber(int value) implements StunAttribute {}

    /// Unsigned 32 bits.
    record Lifetime(long seconds) implements StunAttribute {}

    record XorPeerAddress(InetSocketAddress address) implements StunAttribute {}

    record XorRelayedAddress(InetSocketAddress address) implements StunAttribute {}

    record Data(byte[] bytes) implements StunAttribute {}

    /// See [AddressFamily#number].
    record RequestedAddressFamily(int family) implements StunAttribute {}

    /// An allocation of both families is asked for: this one besides IPv4.
    record AdditionalAddressFamily(int family) implements StunAttribute {}

    /// Why the allocation has no relay of this family.
    record AddressErrorCode(int family, int code, String reason) implements StunAttribute {}

    /// The relay's port is to be even and, when asked for, the next one kept for another allocation.
    record EvenPort(boolean reserveNext) implements StunAttribute {}

    /// The number of an IP protocol.
    record RequestedTransport(int protocol) implements StunAttribute {
        public static final int UDP = 17;
    }

    record DontFragment() implements StunAttribute {}

    record ReservationToken(long value) implements StunAttribute {}

    /// A relayed datagram has brought back an ICMP message; `data` is the next hop's MTU of those that tell one.
    record Icmp(int type, int code, int data) implements StunAttribute {}

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
