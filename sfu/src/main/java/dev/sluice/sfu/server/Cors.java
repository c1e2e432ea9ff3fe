package dev.sluice.sfu.server;

import java.util.List;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/// Lets pages of other origins use WHIP and WHEP, and answers OPTIONS, which browsers send first (the Fetch standard's CORS protocol).
final class Cors implements Handler<RoutingContext> {
    private static final String EXPOSED = "Location, ETag, Link, Accept-Patch, Accept-Post, Retry-After";
    private static final String ALLOWED = "Authorization, Content-Type, If-Match";
    private static final String ANY = "*";

    private final List<String> origins;
    private final String methods;

    Cors(List<String> origins, String methods) {
        this.origins = origins;
        this.methods = methods;
    }

    @Override
    public void handle(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && isAllowed(origin)) {
            allow(request.response(), origin);
        }
        request.next();
    }

    private boolean isAllowed(String origin) {
        return origins.contains(ANY) || origins.contains(origin);
    }

    private void allow(HttpServerResponse response, String origin) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        if (!origins.contains(ANY)) {
            response.putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    /// Answers OPTIONS; `accept` names the header and media type by which this resource says what it takes.
    Handler<RoutingContext> options(String acceptHeader, String mediaType) {
        return request -> {
            HttpServerResponse response = request.response();
            if (response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
                response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
                        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED)
                        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
            }
            response.putHeader(HttpHeaders.ALLOW, methods).putHeader(acceptHeader, mediaType).setStatusCode(200).end();
        };
    }
}
