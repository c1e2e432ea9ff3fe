package dev.sluice.sfu.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.Refusal;

/// The endpoint URLs of WHIP and WHEP: an offer comes in by POST, the answer goes out with the session's URL.
///
/// The two differ only in what they ask of the rooms, [WhipRoutes] and [WhepRoutes].
///
/// @rfc 9725 4.2 HTTP POST Request
final class JoinRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(JoinRoutes.class);

    static final String MEDIA_TYPE = "application/sdp";

    private static final String METHODS = "OPTIONS, POST";
    private static final int RETRY_SECONDS = 2;

    /// Asks the rooms for an answer to an offer. Empty: the source address has too many sessions that are not connected yet.
    interface Join {
        CompletableFuture<Optional<JoinResult>> ask(RoutingContext request, String offer);

        /// Says what is wrong with the names in the URL, or null.
        String complaint(RoutingContext request);
    }

    private final Vertx vertx;
    private final Cors cors;
    private final RateLimiter limiter;
    private final SessionLog log;

    JoinRoutes(Vertx vertx, SessionLog log, List<String> origins, int postRate, int maxSources) {
        this.vertx = vertx;
        this.log = log;
        this.cors = new Cors(origins, METHODS);
        this.limiter = new RateLimiter(postRate, maxSources);
    }

    void add(Router router, String path, Join join) {
        router.route(path).handler(cors);
        router.options(path).handler(cors.options("Accept-Post", MEDIA_TYPE));
        router.post(path).handler(request -> admit(request, join));
        router.route(path).handler(Replies.methodNotAllowed(METHODS));
    }

    /// What can be refused without reading the offer.
    private void admit(RoutingContext request, Join join) {
        String complaint = join.complaint(request);
        if (complaint != null) {
            Replies.text(request, HttpResponseStatus.BAD_REQUEST, complaint);
        } else if (!MediaTypes.is(request, MEDIA_TYPE)) {
            request.response().putHeader("Accept-Post", MEDIA_TYPE);
            Replies.text(request, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Send an offer with Content-Type: " + MEDIA_TYPE);
        } else if (!limiter.admits(Clients.address(request), WorkerLoop.now())) {
            Replies.later(request, HttpResponseStatus.TOO_MANY_REQUESTS, 1,
                    "Too many offers from your address, wait a second");
        } else {
            BodyReader.read(vertx, request, offer -> join(request, join, offer));
        }
    }

    private void join(RoutingContext request, Join join, String offer) {
        Future.fromCompletionStage(join.ask(request, offer), vertx.getOrCreateContext())
                .onSuccess(result -> result.ifPresentOrElse(known -> reply(request, known), () -> putOff(request)))
                .onFailure(request::fail);
    }

    private void reply(RoutingContext request, JoinResult result) {
        switch (result) {
            case JoinResult.Joined joined -> answer(request, joined);
            case JoinResult.Refused refused -> refuse(request, refused);
        }
    }

    private static void putOff(RoutingContext request) {
        Replies.later(request, HttpResponseStatus.TOO_MANY_REQUESTS, RETRY_SECONDS,
                "Too many sessions from your address are not connected yet: connect or delete them first");
    }

    private void answer(RoutingContext request, JoinResult.Joined joined) {
        log.joined(request.request().path(), joined.session());
        request.response()
                .setStatusCode(HttpResponseStatus.CREATED.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader(HttpHeaders.LOCATION, SessionRoutes.url(joined.session()))
                .putHeader(HttpHeaders.ETAG, '"' + joined.iceUsername() + '"')
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Accept-Patch", SessionRoutes.MEDIA_TYPE)
                .end(joined.answer());
    }

    private static void refuse(RoutingContext request, JoinResult.Refused refused) {
        HttpResponseStatus status = status(refused.reason());
        LOG.debug("{} refused: {}", request.request().path(), refused.reason());
        if (status == HttpResponseStatus.SERVICE_UNAVAILABLE) {
            Replies.later(request, status, RETRY_SECONDS, refused.explanation());
        } else {
            Replies.text(request, status, refused.explanation());
        }
    }

    /// RFC 9725 4.4 asks for 406 where an offer is understood and cannot be served whole.
    private static HttpResponseStatus status(Refusal reason) {
        return switch (reason) {
            case MALFORMED_OFFER -> HttpResponseStatus.BAD_REQUEST;
            case UNACCEPTABLE_OFFER, NO_COMMON_CODEC -> HttpResponseStatus.NOT_ACCEPTABLE;
            case NAME_TAKEN, SEVERAL_PUBLISHERS -> HttpResponseStatus.CONFLICT;
            case NO_SUCH_PUBLISHER, NO_SUCH_PARTICIPANT -> HttpResponseStatus.NOT_FOUND;
            case ROOM_FULL, BUSY, SHUTTING_DOWN -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
    }
}
