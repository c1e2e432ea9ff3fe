package dev.sluice.sfu.server;

import java.util.Arrays;
import java.util.List;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.sluice.sfu.core.TrickleResult;

/// The session URLs of WHIP and WHEP: PATCH brings candidates, DELETE ends the session.
///
/// The URL holds 128 random bits: who knows it may end the session.
///
/// @rfc 9725 4.3 ICE Support
final class SessionRoutes {
    static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";

    private static final String PATH = "/session/";
    private static final String METHODS = "DELETE, OPTIONS, PATCH";
    private static final String GONE = "There is no such session, or it has ended";

    private final Vertx vertx;
    private final Sessions sessions;
    private final Cors cors;
    private final RateLimiter limiter;

    SessionRoutes(Vertx vertx, Sessions sessions, List<String> origins, int rate, int maxSources) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.cors = new Cors(origins, METHODS);
        this.limiter = new RateLimiter(rate, maxSources);
    }

    static String url(String session) {
        return PATH + session;
    }

    void add(Router router) {
        String path = PATH + ":id";
        router.route(path).handler(cors);
        router.options(path).handler(cors.options("Accept-Patch", MEDIA_TYPE));
        router.delete(path).handler(this::limit).handler(this::delete);
        router.patch(path).handler(this::limit).handler(this::admit);
        router.route(path).handler(Replies.methodNotAllowed(METHODS));
    }

    private void limit(RoutingContext request) {
        if (limiter.admits(Clients.address(request), WorkerLoop.now())) {
            request.next();
        } else {
            Replies.later(request, HttpResponseStatus.TOO_MANY_REQUESTS, 1,
                    "Too many requests from your address, wait a second");
        }
    }

    private void delete(RoutingContext request) {
        String id = request.pathParam("id");
        Session session = sessions.find(id);
        if (session == null) {
            Replies.text(request, HttpResponseStatus.NOT_FOUND, GONE);
            return;
        }
        Future.fromCompletionStage(session.worker().ask((rooms, now) -> rooms.close(id, now)),
                vertx.getOrCreateContext())
                .onSuccess(wasThere -> {
                    if (wasThere) {
                        request.response().setStatusCode(HttpResponseStatus.OK.code()).end();
                    } else {
                        Replies.text(request, HttpResponseStatus.NOT_FOUND, GONE);
                    }
                })
                .onFailure(request::fail);
    }

    /// What can be refused without reading the candidates.
    private void admit(RoutingContext request) {
        Session session = sessions.find(request.pathParam("id"));
        String ifMatch = request.request().getHeader(HttpHeaders.IF_MATCH);
        if (session == null) {
            Replies.text(request, HttpResponseStatus.NOT_FOUND, GONE);
        } else if (!MediaTypes.is(request, MEDIA_TYPE)) {
            request.response().putHeader("Accept-Patch", MEDIA_TYPE);
            Replies.text(request, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Send candidates with Content-Type: " + MEDIA_TYPE);
        } else if (ifMatch == null) {
            Replies.text(request, HttpResponseStatus.PRECONDITION_REQUIRED,
                    "Send If-Match with the ETag of the answer");
        } else if (!matches(ifMatch, session.entityTag())) {
            Replies.text(request, HttpResponseStatus.PRECONDITION_FAILED,
                    "The candidates belong to another ICE session than this one");
        } else {
            BodyReader.read(vertx, request, fragment -> patch(request, session, fragment));
        }
    }

    /// RFC 9110 13.1.1: `*`, or one of the listed tags by strong comparison, which no weak tag passes.
    private static boolean matches(String ifMatch, String entityTag) {
        return Arrays.stream(ifMatch.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(entityTag));
    }

    private void patch(RoutingContext request, Session session, String fragment) {
        String id = request.pathParam("id");
        Future.fromCompletionStage(session.worker().ask((rooms, now) -> rooms.trickle(id, fragment, now)),
                vertx.getOrCreateContext())
                .onSuccess(result -> reply(request, result))
                .onFailure(request::fail);
    }

    private static void reply(RoutingContext request, TrickleResult result) {
        switch (result) {
            case ACCEPTED -> request.response().setStatusCode(HttpResponseStatus.NO_CONTENT.code()).end();
            case NO_SUCH_SESSION -> Replies.text(request, HttpResponseStatus.NOT_FOUND, GONE);
            case MALFORMED ->
                Replies.text(request, HttpResponseStatus.BAD_REQUEST, "The body is no " + MEDIA_TYPE + " (RFC 8840)");
            // RFC 9725 4.3.1: who supports one of trickle and restart answers 422 to the other
            case RESTART_REFUSED -> Replies.text(request, HttpResponseStatus.UNPROCESSABLE_ENTITY,
                    "ICE restarts are not supported: end this session and begin a new one");
        }
    }
}
