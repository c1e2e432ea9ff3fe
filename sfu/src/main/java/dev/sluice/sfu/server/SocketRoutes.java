package dev.sluice.sfu.server;

import java.net.InetAddress;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.ext.web.Router;

/// `/ws`: signaling. Decides who gets a WebSocket.
///
/// @rfc 6455 4.2 Server-Side Requirements
final class SocketRoutes {
    private static final String PATH = "/ws";

    private final SocketTable sockets;
    private final SocketLimits limits;
    private final RateLimiter limiter;

    /// @param rate new sockets per second of one source address, 0: no limit
    SocketRoutes(SocketTable sockets, SocketLimits limits, int rate, int maxSources) {
        this.sockets = sockets;
        this.limits = limits;
        this.limiter = new RateLimiter(rate, maxSources);
    }

    /// What is said to requests that ask for no WebSocket.
    void add(Router router) {
        router.route(PATH).handler(request -> {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            Replies.text(request, HttpResponseStatus.UPGRADE_REQUIRED, "This is for WebSockets (docs/signaling.md)");
        });
    }

    /// Takes a request for a WebSocket, at whatever path.
    void onHandshake(ServerWebSocketHandshake handshake) {
        InetAddress source = Clients.address(handshake.remoteAddress());
        if (!PATH.equals(handshake.path())) {
            handshake.reject(HttpResponseStatus.NOT_FOUND.code());
        } else if (!sockets.hasRoomFor(source) || !limiter.admits(source, WorkerLoop.now())) {
            sockets.counters().refused++;
            handshake.reject(HttpResponseStatus.TOO_MANY_REQUESTS.code());
        } else {
            String origin = handshake.headers().get(HttpHeaders.ORIGIN);
            handshake.accept().onSuccess(socket -> open(socket, source, origin));
        }
    }

    /// A page is told by a close code that it may not connect: of an answer to its handshake browsers tell it nothing.
    private void open(ServerWebSocket socket, InetAddress source, String origin) {
        SignalingSocket opened = sockets.add(socket, source);
        if (!limits.isAllowed(origin)) {
            opened.refuseOrigin();
        }
    }
}
