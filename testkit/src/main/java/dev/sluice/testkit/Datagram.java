package dev.sluice.testkit;

import java.net.Inet4Address;
import java.net.InetSocketAddress;

/// One packet on its way. The bytes are never changed: who receives it gets a copy.
record Datagram(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    static final int IPV4_AND_UDP_HEADERS = 28;
    static final int IPV6_AND_UDP_HEADERS = 48;

    int sizeOnTheWire() {
        return bytes.length + (to.getAddress() instanceof Inet4Address ? IPV4_AND_UDP_HEADERS : IPV6_AND_UDP_HEADERS);
    }
}
