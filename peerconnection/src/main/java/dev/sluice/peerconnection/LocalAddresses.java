package dev.sluice.peerconnection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The addresses of this machine that a peer may reach: those of its interfaces, IPv4 first, or loopback when there is nothing else.
final class LocalAddresses {
    private LocalAddresses() {}

    static InetSocketAddress[] all() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (network.isUp() && !network.isLoopback()) {
                    found.addAll(Collections.list(network.getInetAddresses()));
                }
            }
        } catch (SocketException _) {
            found.clear();                      // a machine that does not tell its addresses has loopback at least
        }
        found.removeIf(address -> address.isLinkLocalAddress() || address.isMulticastAddress());
        found.sort((one, other) -> Boolean.compare(one instanceof Inet6Address, other instanceof Inet6Address));
        if (found.isEmpty()) {
            found.add(InetAddress.getLoopbackAddress());
        }
        return found.stream().map(address -> new InetSocketAddress(address, 0)).toArray(InetSocketAddress[]::new);
    }
}
