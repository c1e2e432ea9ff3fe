package dev.sluice.sfu.server;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The addresses that answers name as host candidates: those the operator announces, else those this machine has.
final class AnnouncedAddresses {
    private AnnouncedAddresses() {}

    /// @param bound where the UDP sockets listen; its port stands in where none is announced
    static List<InetSocketAddress> choose(List<InetSocketAddress> announced, InetSocketAddress bound) {
        Stream<InetSocketAddress> addresses = announced.isEmpty()
                ? own(bound.getAddress()).map(address -> new InetSocketAddress(address, bound.getPort()))
                : announced.stream().map(address -> new InetSocketAddress(address.getAddress(),
                        address.getPort() == 0 ? bound.getPort() : address.getPort()));
        return addresses.distinct().toList();
    }

    static boolean areLoopbackOnly(List<InetSocketAddress> addresses) {
        return addresses.stream().allMatch(address -> address.getAddress().isLoopbackAddress());
    }

    private static Stream<InetAddress> own(InetAddress bound) {
        if (!bound.isAnyLocalAddress()) {
            return Stream.of(bound);
        }
        List<InetAddress> addresses = interfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .filter(address -> address instanceof Inet4Address || !(bound instanceof Inet4Address))
                .sorted((a, b) -> Boolean.compare(b instanceof Inet4Address, a instanceof Inet4Address))
                .toList();
        return addresses.isEmpty() ? Stream.of(InetAddress.ofLiteral("127.0.0.1")) : addresses.stream();
    }

    private static Stream<NetworkInterface> interfaces() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream().filter(AnnouncedAddresses::isUp);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (SocketException _) {
            return false;                       // it was taken away a moment ago
        }
    }
}
