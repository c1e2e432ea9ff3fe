package dev.sluice.ice;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The two kinds of addresses, by their numbers in STUN and TURN.
///
/// @rfc 8489 14.1 MAPPED-ADDRESS
/// @rfc 8656 18.6 REQUESTED-ADDRESS-FAMILY
public enum AddressFamily {
    IPV4(1), IPV6(2);

    private final int number;

    AddressFamily(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /// Null: no family has this number.
    public static AddressFamily of(int number) {
        return number == IPV4.number ? IPV4 : number == IPV6.number ? IPV6 : null;
    }
}
