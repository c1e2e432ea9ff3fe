package dev.sluice.ice.turn;

import java.net.InetAddress;

/// A block of addresses: all that share their first `prefix` bits with `address`.
///
/// @rfc 4632 3.1 Basic Concept and Prefix Notation
record Cidr(InetAddress address, int prefix) {
    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or a single address.
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(text + " is no block of addresses: write its prefix as 0 to " + bits);
        }
        return new Cidr(address, prefix);
    }

    boolean contains(byte[] other) {
        byte[] own = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int i = 0, bits = prefix; bits > 0; i++, bits -= 8) {
            int mask = bits >= 8 ? 0xff : 0xff00 >> bits & 0xff;
            if (((own[i] ^ other[i]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
