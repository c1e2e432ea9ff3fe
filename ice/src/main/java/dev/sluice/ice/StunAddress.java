package dev.sluice.ice;

import java.net.Inet4Address;
import java.net.Inet6Address;
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

    static boolean isAddress(byte[] bytes, int value, int length) {
        return length == IPV4_LENGTH && bytes[value + FAMILY_OFFSET] == FAMILY_IPV4
                || length == IPV6_LENGTH && bytes[value + FAMILY_OFFSET] == FAMILY_IPV6;
    }

    /// Reads the value of an attribute of the message that starts at `message`; null when it is no address. An IPv4-mapped address is read as IPv4.
    static InetSocketAddress read(byte[] bytes, int message, int value, int length, boolean xor) {
        if (!isAddress(bytes, value, length)) {
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

    /// Reads a XORed address and leaves it of the family that it was sent as: who asks for an IPv4-mapped address is to be judged by that.
    static InetSocketAddress readAsIs(byte[] bytes, int message, int value, int length) {
        InetSocketAddress address = read(bytes, message, value, length, true);
        if (length != IPV6_LENGTH || !(address.getAddress() instanceof Inet4Address)) {
            return address;
        }
        byte[] mapped = Arrays.copyOfRange(bytes, value + ADDRESS_OFFSET, value + length);
        mask(mapped, 0, mapped.length, bytes, message);
        return new InetSocketAddress(inet6Address(mapped), address.getPort());
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

    private static InetAddress inet6Address(byte[] address) {
        try {
            return Inet6Address.getByAddress(null, address, -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }
}
