package dev.sluice.sfu.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/// How the server says things over HTTP: short plain text that a person can act on.
final class Replies {
    private static final String TEXT = "text/plain; charset=utf-8";

    private Replies() {}

    /// One line of text.
    static void text(RoutingContext request, HttpResponseStatus status, String text) {
        request.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(text + "\n");
    }

    static void json(RoutingContext request, HttpResponseStatus status, JsonObject json) {
        request.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.encodePrettily() + "\n");
    }

    /// Says that it comes again later, and when.
    static void later(RoutingContext request, HttpResponseStatus status, int seconds, String text) {
        request.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        text(request, status, text);
    }

    /// Answers every method that has no handler of its own.
    static Handler<RoutingContext> methodNotAllowed(String allowed) {
        return request -> {
            request.response().putHeader(HttpHeaders.ALLOW, allowed);
            text(request, HttpResponseStatus.METHOD_NOT_ALLOWED,
                    request.request().method() + " is not understood here, only " + allowed);
        };
    }
}
