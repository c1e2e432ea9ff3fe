package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;

import java.net.InetSocketAddress;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// A window over a Send or Data indication, which carries a datagram to or from a peer that has no channel. Nothing is copied or allocated.
///
/// Reusable, for one thread. What it tells is of the message wrapped last, as long as its bytes stay.
///
/// @rfc 8656 11 Send and Data Methods
public final class TurnIndication {
    /// How much room [#write] needs besides the data: the header, an IPv6 address, the header of DATA and padding.
    public static final int MOST_OVERHEAD = Stun.HEADER_LENGTH + Stun.ATTRIBUTE_HEADER_LENGTH + StunAddress.IPV6_LENGTH
            + Stun.ATTRIBUTE_HEADER_LENGTH + 3;

    private static final int ABSENT = -1;
    private static final int ADDRESS_IN_VALUE = 4;

    private final StunFingerprint crc = new StunFingerprint();
    private byte[] bytes;
    private int offset;
    private int end;
    private int peer;
    private int data;
    private boolean dontFragment;

    /// Whether the first two bytes are those of an indication of the given method.
    public static boolean isIndication(byte[] bytes, int offset, int length, int method) {
        return length >= Stun.HEADER_LENGTH && U16.get(bytes, offset) == StunClass.INDICATION.type(method);
    }

    /// False: no such indication, a broken one, one without a peer's address or with an attribute that has to be understood and is not.
    public boolean wrap(byte[] newBytes, int newOffset, int length, int method) {
        if (!Stun.isStun(newBytes, newOffset, length) || !isIndication(newBytes, newOffset, length, method)) {
            return false;
        }
        bytes = newBytes;
        offset = newOffset;
        end = newOffset + length;
        peer = ABSENT;
        data = ABSENT;
        dontFragment = false;
        return findAttributes() && peer != ABSENT;
    }

    public boolean hasData() {
        return data != ABSENT;
    }

    public int dataOffset() {
        return data + Stun.ATTRIBUTE_HEADER_LENGTH;
    }

    public int dataLength() {
        return U16.get(bytes, data + 2);
    }

    public boolean isDontFragment() { return dontFragment; }

    /// The peer's address as an object, which is new.
    public InetSocketAddress peer() {
        return StunAddress.readAsIs(bytes, offset, peer + Stun.ATTRIBUTE_HEADER_LENGTH, U16.get(bytes, peer + 2));
    }

    public boolean isPeer(byte[] address, int port) {
        return addressLength() == address.length && port() == port && addressIs(address);
    }

    /// Equal to [#hash] of the same address.
    public int peerHash() {
        int hash = port();
        for (int i = 0; i < addressLength(); i++) {
            hash = 31 * hash + addressByte(i);
        }
        return hash;
    }

    public static int hash(byte[] address, int port) {
        int hash = port;
        for (byte octet : address) {
            hash = 31 * hash + octet;
        }
        return hash;
    }

    /// Writes an indication from the start of `target`; the transaction id is given as its first 32 and its last 64 bits. Returns the length.
    public static int write(byte[] target, int method, int idHigh, long idLow, byte[] peerAddress, int peerPort,
            byte[] data, int dataOffset, int dataLength) {
        int addressLength = StunAddress.length(peerAddress);
        int peer = Stun.HEADER_LENGTH;
        int content = peer + Stun.ATTRIBUTE_HEADER_LENGTH + addressLength;
        int end = content + Stun.ATTRIBUTE_HEADER_LENGTH + dataLength;
        int paddedEnd = content + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(dataLength);
        U16.set(target, 0, StunClass.INDICATION.type(method));
        U16.set(target, Stun.LENGTH_OFFSET, paddedEnd - Stun.HEADER_LENGTH);
        U32.set(target, Stun.COOKIE_OFFSET, Stun.MAGIC_COOKIE);
        U32.set(target, Stun.TRANSACTION_ID_OFFSET, idHigh);
        U64.set(target, Stun.TRANSACTION_ID_OFFSET + 4, idLow);
        writeAttributeHeader(target, peer, XOR_PEER_ADDRESS, addressLength);
        StunAddress.write(target, 0, peer + Stun.ATTRIBUTE_HEADER_LENGTH, peerAddress, peerPort, true);
        writeAttributeHeader(target, content, DATA, dataLength);
        System.arraycopy(data, dataOffset, target, content + Stun.ATTRIBUTE_HEADER_LENGTH, dataLength);
        for (int i = end; i < paddedEnd; i++) {
            target[i] = 0;
        }
        return paddedEnd;
    }

    private static void writeAttributeHeader(byte[] target, int attribute, int type, int length) {
        U16.set(target, attribute, type);
        U16.set(target, attribute + 2, length);
    }

    private boolean findAttributes() {
        int attribute = offset + Stun.HEADER_LENGTH;
        while (attribute < end) {
            int length = U16.get(bytes, attribute + 2);
            int next = attribute + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(length);
            if (next > end || !find(attribute, U16.get(bytes, attribute), length, next)) {
                return false;
            }
            attribute = next;
        }
        return true;
    }

    private boolean find(int attribute, int type, int length, int next) {
        return switch (type) {
            case XOR_PEER_ADDRESS -> {
                peer = peer == ABSENT ? attribute : peer;
                yield StunAddress.isAddress(bytes, attribute + Stun.ATTRIBUTE_HEADER_LENGTH, length);
            }
            case DATA -> {
                data = data == ABSENT ? attribute : data;
                yield true;
            }
            case DONT_FRAGMENT -> {
                dontFragment = true;
                yield true;
            }
            case FINGERPRINT -> length == 4 && next == end && U32.getInt(bytes,
                    attribute + Stun.ATTRIBUTE_HEADER_LENGTH) == crc.compute(bytes, offset, attribute);
            default -> type >= FIRST_OPTIONAL;
        };
    }

    private int addressLength() {
        return U16.get(bytes, peer + 2) - ADDRESS_IN_VALUE;
    }

    private int port() {
        return U16.get(bytes, peer + Stun.ATTRIBUTE_HEADER_LENGTH + 2) ^ Stun.MAGIC_COOKIE >>> 16;
    }

    private boolean addressIs(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            if (addressByte(i) != address[i]) {
                return false;
            }
        }
        return true;
    }

    private byte addressByte(int index) {
        int at = peer + Stun.ATTRIBUTE_HEADER_LENGTH + ADDRESS_IN_VALUE + index;
        return (byte) (bytes[at] ^ bytes[offset + Stun.COOKIE_OFFSET + index]);
    }
}
