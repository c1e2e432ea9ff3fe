package dev.sluice.sfu.server;

import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

import dev.sluice.sfu.signaling.CloseCode;

/// Closes WebSockets so that their clients hear why, and in bounded time.
///
/// Vert.x closes the connection with a broken frame at once, and data that was not read then costs the client the close frame (TCP answers with a
/// reset); and it waits without end for a client that takes nothing. So the close frame is written here, the client has a moment to take it, and
/// then the connection is cut. Besides [WorkerLoop] the only class that touches what Vert.x calls internal.
///
/// @rfc 6455 7.1.1 Close the WebSocket Connection
final class RawSocket {
    private static final int LINGER_SECONDS = 2;

    private RawSocket() {}

    /// Says goodbye, waits for the client to close, and cuts the connection when it does not. On the socket's loop.
    ///
    /// @param listens whether what comes until then is read; of who sends too much nothing is
    static void close(ServerWebSocket socket, CloseCode code, String reason, boolean listens) {
        ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
        channel.writeAndFlush(new CloseWebSocketFrame(code.code(), reason));
        if (listens) {
            socket.resume();
        } else {
            channel.channel().config().setAutoRead(false);
        }
        channel.executor().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }
}
