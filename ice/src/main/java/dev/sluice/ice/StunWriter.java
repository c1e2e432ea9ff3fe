package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
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
            case ErrorCode(var code, var reason) -> errorCode(code, reason);
            case UnknownAttributes(var types) -> unknownAttributes(types);
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

    private void errorCode(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        int value = attribute(ERROR_CODE, 4 + text.length);
        U16.set(bytes, value, 0);
        bytes[value + 2] = (byte) (code / 100);
        bytes[value + 3] = (byte) (code % 100);
        System.arraycopy(text, 0, bytes, value + 4, text.length);
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
