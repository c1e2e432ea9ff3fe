package dev.sluice.sfu.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// The web page at `/`, and what is said to those who ask for anything else.
final class PageRoutes {
    private static final String HASHED = "/assets/";
    private static final String CLIENT = "/sluice-client.js";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private final Page page;

    PageRoutes(Page page) {
        this.page = page;
    }

    void add(Router router) {
        router.get("/*").handler(this::get);
        router.head("/*").handler(this::get);
        router.route("/*").handler(this::other);
    }

    private void get(RoutingContext request) {
        Page.File file = page.find(request.normalizedPath());
        if (file == null) {
            missing(request);
        } else if (file.entityTag().equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            headers(request, file).setStatusCode(HttpResponseStatus.NOT_MODIFIED.code()).end();
        } else {
            send(request, file);
        }
    }

    private static HttpServerResponse headers(RoutingContext request, Page.File file) {
        // Vite names what lies in assets/ by its content, so that it never changes
        boolean isHashed = request.normalizedPath().startsWith(HASHED);
        if (request.normalizedPath().equals(CLIENT)) {
            // a script from another host: pages of any origin may import it, who may connect is for /ws to say
            request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        return request.response()
                .putHeader(HttpHeaders.ETAG, file.entityTag())
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, isHashed ? FOREVER : ASK_AGAIN);
    }

    private static void send(RoutingContext request, Page.File file) {
        HttpServerResponse response = headers(request, file).putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean isGzipped = file.gzipped() != null && accepted != null && accepted.contains("gzip");
        if (isGzipped) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        int length = (isGzipped ? file.gzipped() : file.content()).length();
        if (request.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length)).end();
        } else {
            response.end(isGzipped ? file.gzipped() : file.content());
        }
    }

    private void missing(RoutingContext request) {
        String hint = page.isBuilt() ? "the page is at /" : "the page is not built (./sluice build makes it)";
        Replies.text(request, HttpResponseStatus.NOT_FOUND, "There is nothing at this address: " + hint
                + ", publish with POST /whip/{room}?name={name}, play with POST /whep/{room}/{name}");
    }

    private void other(RoutingContext request) {
        if (page.find(request.normalizedPath()) == null) {
            missing(request);
        } else {
            Replies.methodNotAllowed("GET, HEAD").handle(request);
        }
    }
}
