package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
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

/// Writes STUN messages, one after the other, into the same array; it grows when one does not fit.
///
/// The message is complete after every call: its length field always tells what has been written so far.
/// [#integrity] and [#fingerprint] cover what stands before them, so they come last and in this order.
///
/// Confined to one thread.
final class StunWriter {
    private static final int USUAL_LENGTH = 256;

    private final StunFingerprint fingerprint = new StunFingerprint();
    private byte[] bytes = new byte[USUAL_LENGTH];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    StunWriter start(StunClass stunClass, int method, TransactionId transactionId) {
        startHeader(stunClass, method);
        transactionId.writeTo(bytes, 0);
        return this;
    }

    /// Starts the response to the request that starts at `request`.
    StunWriter startResponse(StunClass stunClass, byte[] requestBytes, int request) {
        startHeader(stunClass, StunClass.method(U16.get(requestBytes, request)));
        System.arraycopy(requestBytes, request + Stun.TRANSACTION_ID_OFFSET, bytes, Stun.TRANSACTION_ID_OFFSET,
                Stun.TRANSACTION_ID_LENGTH);
        return this;
    }

    private void startHeader(StunClass stunClass, int method) {
        length = Stun.HEADER_LENGTH;
        U16.set(bytes, 0, stunClass.type(method));
        U16.set(bytes, Stun.LENGTH_OFFSET, 0);
        U32.set(bytes, Stun.COOKIE_OFFSET, Stun.MAGIC_COOKIE);
    }

    StunWriter add(StunAttribute attribute) {
        switch (attribute) {
            case MappedAddress(var address) -> address(MAPPED_ADDRESS, address, false);
            case XorMappedAddress(var address) -> address(XOR_MAPPED_ADDRESS, address, true);
            case Username(var value) -> text(USERNAME, value);
            case UserHash(var value) -> raw(USERHASH, value);
            case Realm(var value) -> text(REALM, value);
            case Nonce(var value) -> text(NONCE, value);
            case Software(var value) -> text(SOFTWARE, value);
            case ErrorCode(var code, var reason) -> errorCode(ERROR_CODE, 0, code, reason);
            case UnknownAttributes(var types) -> unknownAttributes(types);
            case PasswordAlgorithm algorithm -> passwordAlgorithms(PASSWORD_ALGORITHM, List.of(algorithm));
            case PasswordAlgorithms(var algorithms) -> passwordAlgorithms(PASSWORD_ALGORITHMS, algorithms);
            case ChannelNumber(var value) -> u32(CHANNEL_NUMBER, (long) value << 16);
            case Lifetime(var seconds) -> u32(LIFETIME, seconds);
            case XorPeerAddress(var address) -> address(XOR_PEER_ADDRESS, address, true);
            case XorRelayedAddress(var address) -> address(XOR_RELAYED_ADDRESS, address, true);
            case Data(var data) -> raw(DATA, data);
            case RequestedAddressFamily(var family) -> u32(REQUESTED_ADDRESS_FAMILY, (long) family << 24);
            case AdditionalAddressFamily(var family) -> u32(ADDITIONAL_ADDRESS_FAMILY, (long) family << 24);
            case AddressErrorCode(var family, var code, var reason) -> errorCode(ADDRESS_ERROR_CODE, family, code,
                    reason);
            case EvenPort(var reserveNext) -> raw(EVEN_PORT, new byte[]{(byte) (reserveNext ? 0x80 : 0)});
            case RequestedTransport(var protocol) -> u32(REQUESTED_TRANSPORT, (long) protocol << 24);
            case DontFragment() -> attribute(DONT_FRAGMENT, 0);
            case ReservationToken(var value) -> u64(RESERVATION_TOKEN, value);
            case Icmp icmp -> icmp(icmp);
            case Priority(var value) -> u32(PRIORITY, value);
            case Nomination(var value) -> u32(NOMINATION, value);
            case UseCandidate() -> attribute(USE_CANDIDATE, 0);
            case IceControlled(var tieBreaker) -> u64(ICE_CONTROLLED, tieBreaker);
            case IceControlling(var tieBreaker) -> u64(ICE_CONTROLLING, tieBreaker);
            case MessageIntegrity(var hmac) -> raw(MESSAGE_INTEGRITY, hmac);
            case MessageIntegritySha256(var hmac) -> raw(MESSAGE_INTEGRITY_SHA256, hmac);
            case Fingerprint(var crc) -> u32(FINGERPRINT, crc);
            case Unknown(var type, var value) -> raw(type, value);
        }
        return this;
    }

    StunWriter xorMappedAddress(byte[] address, int port) {
        int value = attribute(XOR_MAPPED_ADDRESS, StunAddress.length(address));
        StunAddress.write(bytes, 0, value, address, port, true);
        return this;
    }

    StunWriter integrity(StunIntegrity integrity) {
        int value = attribute(integrity.attributeType(), integrity.length());
        integrity.compute(bytes, 0, value - Stun.ATTRIBUTE_HEADER_LENGTH, bytes, value);
        return this;
    }

    StunWriter fingerprint() {
        int value = attribute(FINGERPRINT, 4);
        U32.set(bytes, value, fingerprint.compute(bytes, 0, value - Stun.ATTRIBUTE_HEADER_LENGTH));
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void address(int type, InetSocketAddress socketAddress, boolean xor) {
        byte[] address = socketAddress.getAddress().getAddress();
        int value = attribute(type, StunAddress.length(address));
        StunAddress.write(bytes, 0, value, address, socketAddress.getPort(), xor);
    }

    /// ERROR-CODE has nothing where ADDRESS-ERROR-CODE has its family.
    private void errorCode(int type, int family, int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        int value = attribute(type, 4 + text.length);
        U16.set(bytes, value, family << 8);
        bytes[value + 2] = (byte) (code / 100);
        bytes[value + 3] = (byte) (code % 100);
        System.arraycopy(text, 0, bytes, value + 4, text.length);
    }

    private void passwordAlgorithms(int type, List<PasswordAlgorithm> algorithms) {
        int length = algorithms.stream().mapToInt(a -> 4 + Stun.padded(a.parameters().length)).sum();
        int offset = attribute(type, length);
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
        for (PasswordAlgorithm algorithm : algorithms) {
            byte[] parameters = algorithm.parameters();
            U16.set(bytes, offset, algorithm.number());
            U16.set(bytes, offset + 2, parameters.length);
            System.arraycopy(parameters, 0, bytes, offset + 4, parameters.length);
            offset += 4 + Stun.padded(parameters.length);
        }
    }

    private void icmp(Icmp icmp) {
        int value = attribute(ICMP, 8);
        U16.set(bytes, value, 0);
        U16.set(bytes, value + 2, icmp.type() << 9 | icmp.code());
        U32.set(bytes, value + 4, icmp.data());
    }

    private void unknownAttributes(List<Integer> types) {
        int value = attribute(UNKNOWN_ATTRIBUTES, types.size() * 2);
        for (int i = 0; i < types.size(); i++) {
            U16.set(bytes, value + i * 2, types.get(i));
        }
    }

    private void text(int type, String value) {
        raw(type, value.getBytes(UTF_8));
    }

    private void raw(int type, byte[] content) {
        int value = attribute(type, content.length);
        System.arraycopy(content, 0, bytes, value, content.length);
    }

    private void u32(int type, long content) {
        int value = attribute(type, 4);
        U32.set(bytes, value, content);
    }

    private void u64(int type, long content) {
        int value = attribute(type, 8);
        U64.set(bytes, value, content);
    }

    /// Appends the attribute's header and its padding, all zero, and tells where the value goes.
    private int attribute(int type, int valueLength) {
        int value = length + Stun.ATTRIBUTE_HEADER_LENGTH;
        int end = value + Stun.padded(valueLength);
        if (end - Stun.HEADER_LENGTH > U16.MAX) {
            throw new IllegalArgumentException("A STUN message holds 65,535 bytes of attributes: send fewer");
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        U16.set(bytes, length, type);
        U16.set(bytes, length + 2, valueLength);
        Arrays.fill(bytes, value + valueLength, end, (byte) 0);
        length = end;
        U16.set(bytes, Stun.LENGTH_OFFSET, length - Stun.HEADER_LENGTH);
        return value;
    }
}
