package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Fingerprint;
import dev.sluice.ice.StunAttribute.IceControlled;
import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.MappedAddress;
import dev.sluice.ice.StunAttribute.MessageIntegrity;
import dev.sluice.ice.StunAttribute.MessageIntegritySha256;
import dev.sluice.ice.StunAttribute.Nomination;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.Software;
import dev.sluice.ice.StunAttribute.Unknown;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
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

    private StunAttribute errorCode(int value, int length) {
        if (length < 4) {
            return null;
        }
        int hundreds = bytes[value + 2] & 0x07;
        int rest = bytes[value + 3] & 0xff;
        return hundreds < 3 || hundreds > 6 || rest > 99
                ? null
                : new ErrorCode(hundreds * 100 + rest, text(value + 4, length - 4));
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
