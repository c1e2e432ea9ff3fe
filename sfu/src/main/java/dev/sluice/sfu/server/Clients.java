package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.util.Set;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/// Where a request comes from.
final class Clients {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");

    private Clients() {}

    /// The other end of the connection: a reverse proxy's own address, when there is one in between.
    static InetAddress address(RoutingContext request) {
        return address(request.request().remoteAddress());
    }

    static InetAddress address(SocketAddress remote) {
        return remote == null || remote.hostAddress() == null ? UNKNOWN : InetAddress.ofLiteral(remote.hostAddress());
    }

    /// Whether somebody at this machine asks: over loopback, by a loopback name (else a web page of elsewhere could have its
    /// name resolve to us, DNS rebinding), and not through a reverse proxy.
    static boolean isAtThisMachine(RoutingContext request) {
        return address(request).isLoopbackAddress()
                && request.request().authority() != null
                && LOOPBACK_NAMES.contains(request.request().authority().host())
                && !request.request().headers().contains("X-Forwarded-For")
                && !request.request().headers().contains("Forwarded");
    }
}
