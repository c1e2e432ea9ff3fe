package dev.sluice.sfu.server;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/// Reads the body of one request, up to a limit of bytes and of time. What is wrong with it is answered here.
final class BodyReader {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Vertx vertx;
    private final RoutingContext request;
    private final Consumer<String> taker;
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private boolean isOver;

    private BodyReader(Vertx vertx, RoutingContext request, Consumer<String> taker) {
        this.vertx = vertx;
        this.request = request;
        this.taker = taker;
        this.timer = vertx.setTimer(TIMEOUT_MILLIS,
                _ -> refuse(HttpResponseStatus.REQUEST_TIMEOUT, "The body did not come in time"));
    }

    /// Gives the text of the body to the taker, unless it is too long, too slow or broken. Before anything of it has been handled.
    static void read(Vertx vertx, RoutingContext request, Consumer<String> taker) {
        BodyReader reader = new BodyReader(vertx, request, taker);
        HttpServerRequest source = request.request();
        source.exceptionHandler(
                _ -> reader.refuse(HttpResponseStatus.BAD_REQUEST, "The body broke off or is not HTTP"));
        source.handler(reader::onPart);
        source.endHandler(_ -> reader.onEnd());
    }

    private void onPart(Buffer part) {
        if (isOver) {
            return;
        }
        if (body.length() + part.length() > MAX_BYTES) {
            refuse(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "The body is longer than any offer, " + MAX_BYTES + " bytes at most");
        } else {
            body.appendBuffer(part);
        }
    }

    private void onEnd() {
        if (end()) {
            taker.accept(body.toString(StandardCharsets.UTF_8));
        }
    }

    private void refuse(HttpResponseStatus status, String text) {
        if (end() && !request.response().ended() && !request.response().closed()) {
            if (request.request().version() != HttpVersion.HTTP_2) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);     // the rest of the body is not waited for
            }
            Replies.text(request, status, text);
        }
    }

    /// True once.
    private boolean end() {
        if (isOver) {
            return false;
        }
        isOver = true;
        vertx.cancelTimer(timer);
        return true;
    }
}
