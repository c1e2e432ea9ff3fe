package dev.sluice.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import dev.sluice.wire.U16;

/// MAPPED-ADDRESS and XOR-MAPPED-ADDRESS.
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0 0 0 0 0 0 0|    Family     |        Port (or X-Port)       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |      Address: 32 or 128 bits (XORed with cookie and id)       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// The cookie and the transaction id lie side by side in the header: the mask of an address is simply the header from the cookie on.
///
/// @rfc 8489 14.2 XOR-MAPPED-ADDRESS
final class StunAddress {
    static final int IPV4_LENGTH = 8;
    static final int IPV6_LENGTH = 20;

    private static final int FAMILY_IPV4 = AddressFamily.IPV4.number();
    private static final int FAMILY_IPV6 = AddressFamily.IPV6.number();
    private static final int FAMILY_OFFSET = 1;
    private static final int PORT_OFFSET = 2;
    private static final int ADDRESS_OFFSET = 4;

    private StunAddress() {}

    /// Reads the value of an attribute of the message that starts at `message`; null when it is no address.
    static InetSocketAddress read(byte[] bytes, int message, int value, int length, boolean xor) {
        boolean ipv4 = length == IPV4_LENGTH && bytes[value + FAMILY_OFFSET] == FAMILY_IPV4;
        boolean ipv6 = length == IPV6_LENGTH && bytes[value + FAMILY_OFFSET] == FAMILY_IPV6;
        if (!ipv4 && !ipv6) {
            return null;
        }
        byte[] address = Arrays.copyOfRange(bytes, value + ADDRESS_OFFSET, value + length);
        int port = U16.get(bytes, value + PORT_OFFSET);
        if (xor) {
            mask(address, 0, address.length, bytes, message);
            port ^= Stun.MAGIC_COOKIE >>> 16;
        }
        return new InetSocketAddress(inetAddress(address), port);
    }

    static int length(byte[] address) {
        return ADDRESS_OFFSET + address.length;
    }

    /// Writes the value of an attribute of the message that starts at `message`, whose header is complete.
    static void write(byte[] bytes, int message, int value, byte[] address, int port, boolean xor) {
        bytes[value] = 0;
        bytes[value + FAMILY_OFFSET] = (byte) (address.length == 4 ? FAMILY_IPV4 : FAMILY_IPV6);
        U16.set(bytes, value + PORT_OFFSET, xor ? port ^ Stun.MAGIC_COOKIE >>> 16 : port);
        System.arraycopy(address, 0, bytes, value + ADDRESS_OFFSET, address.length);
        if (xor) {
            mask(bytes, value + ADDRESS_OFFSET, address.length, bytes, message);
        }
    }

    private static void mask(byte[] address, int offset, int length, byte[] bytes, int message) {
        for (int i = 0; i < length; i++) {
            address[offset + i] ^= bytes[message + Stun.COOKIE_OFFSET + i];
        }
    }

    private static InetAddress inetAddress(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }
}
