package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.AddressErrorCode;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.DontFragment;
import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.EvenPort;
import dev.sluice.ice.StunAttribute.Fingerprint;
import dev.sluice.ice.StunAttribute.IceControlled;
import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.Icmp;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.MappedAddress;
import dev.sluice.ice.StunAttribute.MessageIntegrity;
import dev.sluice.ice.StunAttribute.MessageIntegritySha256;
import dev.sluice.ice.StunAttribute.Nomination;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.PasswordAlgorithm;
import dev.sluice.ice.StunAttribute.PasswordAlgorithms;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.RequestedTransport;
import dev.sluice.ice.StunAttribute.ReservationToken;
import dev.sluice.ice.StunAttribute.Software;
import dev.sluice.ice.StunAttribute.Unknown;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// From the bytes of an attribute to its record. Null means that the value cannot be one of its type.
///
/// @rfc 8489 14 STUN Attributes
final class StunAttributeReader {
    private static final int SHA1_LENGTH = 20;
    private static final int SHA256_LENGTH = 32;
    private static final int SHA256_LEAST = 16;

    private final byte[] bytes;
    private final int message;

    StunAttributeReader(byte[] bytes, int message) {
        this.bytes = bytes;
        this.message = message;
    }

    StunAttribute read(int type, int value, int length) {
        return switch (type) {
            case MAPPED_ADDRESS -> mappedAddress(value, length);
            case XOR_MAPPED_ADDRESS -> xorMappedAddress(value, length);
            case USERNAME -> new Username(text(value, length));
            case USERHASH -> length == SHA256_LENGTH ? new UserHash(copy(value, length)) : null;
            case REALM -> new Realm(text(value, length));
            case NONCE -> new Nonce(text(value, length));
            case SOFTWARE -> new Software(text(value, length));
            case ERROR_CODE -> errorCode(value, length);
            case UNKNOWN_ATTRIBUTES -> unknownAttributes(value, length);
            case PASSWORD_ALGORITHM -> passwordAlgorithm(value, length);
            case PASSWORD_ALGORITHMS -> passwordAlgorithms(value, length);
            case CHANNEL_NUMBER -> length == 4 ? new ChannelNumber(U16.get(bytes, value)) : null;
            case LIFETIME -> length == 4 ? new Lifetime(U32.get(bytes, value)) : null;
            case XOR_PEER_ADDRESS -> xorPeerAddress(value, length);
            case XOR_RELAYED_ADDRESS -> xorRelayedAddress(value, length);
            case DATA -> new Data(copy(value, length));
            case REQUESTED_ADDRESS_FAMILY -> length == 4 ? new RequestedAddressFamily(bytes[value] & 0xff) : null;
            case ADDITIONAL_ADDRESS_FAMILY -> length == 4 ? new AdditionalAddressFamily(bytes[value] & 0xff) : null;
            case ADDRESS_ERROR_CODE -> addressErrorCode(value, length);
            case EVEN_PORT -> length == 1 ? new EvenPort(bytes[value] < 0) : null;
            case REQUESTED_TRANSPORT -> length == 4 ? new RequestedTransport(bytes[value] & 0xff) : null;
            case DONT_FRAGMENT -> length == 0 ? new DontFragment() : null;
            case RESERVATION_TOKEN -> length == 8 ? new ReservationToken(U64.get(bytes, value)) : null;
            case ICMP -> length == 8 ? icmp(value) : null;
            case PRIORITY -> length == 4 ? new Priority(U32.get(bytes, value)) : null;
            case NOMINATION -> length == 4 ? new Nomination(U32.get(bytes, value)) : unknown(type, value, length);
            case USE_CANDIDATE -> length == 0 ? new UseCandidate() : null;
            case ICE_CONTROLLED -> length == 8 ? new IceControlled(U64.get(bytes, value)) : null;
            case ICE_CONTROLLING -> length == 8 ? new IceControlling(U64.get(bytes, value)) : null;
            case MESSAGE_INTEGRITY -> length == SHA1_LENGTH ? new MessageIntegrity(copy(value, length)) : null;
            case MESSAGE_INTEGRITY_SHA256 -> messageIntegritySha256(value, length);
            case FINGERPRINT -> length == 4 ? new Fingerprint(U32.getInt(bytes, value)) : null;
            default -> unknown(type, value, length);
        };
    }

    private StunAttribute mappedAddress(int value, int length) {
        InetSocketAddress address = StunAddress.read(bytes, message, value, length, false);
        return address == null ? null : new MappedAddress(address);
    }

    private StunAttribute xorMappedAddress(int value, int length) {
        InetSocketAddress address = StunAddress.read(bytes, message, value, length, true);
        return address == null ? null : new XorMappedAddress(address);
    }

    private StunAttribute xorPeerAddress(int value, int length) {
        return StunAddress.isAddress(bytes, value, length)
                ? new XorPeerAddress(StunAddress.readAsIs(bytes, message, value, length))
                : null;
    }

    private StunAttribute xorRelayedAddress(int value, int length) {
        InetSocketAddress address = StunAddress.read(bytes, message, value, length, true);
        return address == null ? null : new XorRelayedAddress(address);
    }

    private StunAttribute errorCode(int value, int length) {
        int code = code(value, length);
        return code == 0 ? null : new ErrorCode(code, text(value + 4, length - 4));
    }

    private StunAttribute addressErrorCode(int value, int length) {
        int code = code(value, length);
        return code == 0 ? null : new AddressErrorCode(bytes[value] & 0xff, code, text(value + 4, length - 4));
    }

    /// 0: there is none.
    private int code(int value, int length) {
        if (length < 4) {
            return 0;
        }
        int hundreds = bytes[value + 2] & 0x07;
        int rest = bytes[value + 3] & 0xff;
        return hundreds < 3 || hundreds > 6 || rest > 99 ? 0 : hundreds * 100 + rest;
    }

    private StunAttribute icmp(int value) {
        int typeAndCode = U16.get(bytes, value + 2);
        return new Icmp(typeAndCode >>> 9, typeAndCode & 0x1ff, U32.getInt(bytes, value + 4));
    }

    private StunAttribute passwordAlgorithm(int value, int length) {
        List<PasswordAlgorithm> algorithms = algorithms(value, length);
        return algorithms != null && algorithms.size() == 1 ? algorithms.getFirst() : null;
    }

    private StunAttribute passwordAlgorithms(int value, int length) {
        List<PasswordAlgorithm> algorithms = algorithms(value, length);
        return algorithms == null ? null : new PasswordAlgorithms(algorithms);
    }

    /// The last one's parameters need not be padded. Null: they do not fit.
    private List<PasswordAlgorithm> algorithms(int value, int length) {
        List<PasswordAlgorithm> algorithms = new ArrayList<>();
        int end = value + length;
        for (int offset = value; offset < end;) {
            int parameters = offset + 4;
            int parametersEnd = parameters > end ? parameters : parameters + U16.get(bytes, offset + 2);
            if (parametersEnd > end) {
                return null;
            }
            algorithms.add(new PasswordAlgorithm(U16.get(bytes, offset),
                    Arrays.copyOfRange(bytes, parameters, parametersEnd)));
            offset = parameters + Stun.padded(parametersEnd - parameters);
        }
        return algorithms;
    }

    private StunAttribute unknownAttributes(int value, int length) {
        if (length % 2 != 0) {
            return null;
        }
        List<Integer> types = new ArrayList<>(length / 2);
        for (int offset = value; offset < value + length; offset += 2) {
            types.add(U16.get(bytes, offset));
        }
        return new UnknownAttributes(types);
    }

    private StunAttribute messageIntegritySha256(int value, int length) {
        boolean fits = length >= SHA256_LEAST && length <= SHA256_LENGTH && length % 4 == 0;
        return fits ? new MessageIntegritySha256(copy(value, length)) : null;
    }

    private StunAttribute unknown(int type, int value, int length) {
        return new Unknown(type, copy(value, length));
    }

    private String text(int value, int length) {
        return new String(bytes, value, length, UTF_8);
    }

    private byte[] copy(int value, int length) {
        return Arrays.copyOfRange(bytes, value, value + length);
    }
}
