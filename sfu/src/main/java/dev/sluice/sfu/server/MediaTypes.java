package dev.sluice.sfu.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/// What a request says that its body is.
final class MediaTypes {
    private MediaTypes() {}

    /// Whether the Content-Type is this one, with whatever parameters (`; charset=utf-8`).
    static boolean is(RoutingContext request, String mediaType) {
        String contentType = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(mediaType);
    }
}
