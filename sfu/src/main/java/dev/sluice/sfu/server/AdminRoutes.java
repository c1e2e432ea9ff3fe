package dev.sluice.sfu.server;

import java.util.List;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// What operators ask: is it well (`/health`), how much does it do (`/metrics`), what lives in it (`/api/rooms`).
///
/// Health is for everybody and says no names. The others are for this machine unless the setting `admin` says otherwise.
final class AdminRoutes {
    private static final String METHODS = "GET, HEAD";

    private final Workers workers;
    private final Metrics metrics;
    private final AdminAccess access;

    AdminRoutes(Workers workers, Metrics metrics, AdminAccess access) {
        this.workers = workers;
        this.metrics = metrics;
        this.access = access;
    }

    void add(Router router) {
        add(router, "/health", this::health);
        add(router, "/metrics", guarded(this::metrics));
        add(router, "/api/rooms", guarded(this::rooms));
    }

    private static void add(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(handler);
        router.head(path).handler(handler);
        router.route(path).handler(Replies.methodNotAllowed(METHODS));
    }

    private Handler<RoutingContext> guarded(Handler<RoutingContext> handler) {
        return request -> {
            boolean isWelcome = switch (access) {
                case OFF -> false;
                case LOOPBACK -> Clients.isAtThisMachine(request);
                case ANYONE -> true;
            };
            if (isWelcome) {
                handler.handle(request);
            } else {
                Replies.text(request, HttpResponseStatus.FORBIDDEN, access == AdminAccess.OFF
                        ? "Switched off by the setting admin"
                        : "Only for requests from this machine to localhost; the setting admin=anyone opens it");
            }
        };
    }

    /// Well is a server each of whose workers answers within two seconds and has its socket open.
    private void health(RoutingContext request) {
        workers.states().onComplete(
                states -> {
                    boolean isWell = states.stream().allMatch(WorkerState::isOpen);
                    Replies.json(request, isWell ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                            new JsonObject()
                                    .put("status", isWell ? "up" : "down")
                                    .put("workers", states.size()));
                },
                _ -> Replies.json(request, HttpResponseStatus.SERVICE_UNAVAILABLE, new JsonObject()
                        .put("status", "down")
                        .put("reason", "a worker does not answer")));
    }

    private void metrics(RoutingContext request) {
        workers.states().onSuccess(states -> {
            metrics.update(states);
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(metrics.scrape());
        }).onFailure(request::fail);
    }

    private void rooms(RoutingContext request) {
        workers.states()
                .onSuccess(states -> Replies.json(request, HttpResponseStatus.OK, dump(states)))
                .onFailure(request::fail);
    }

    private static JsonObject dump(List<WorkerState> states) {
        JsonArray workers = new JsonArray();
        for (WorkerState state : states) {
            JsonObject json = RecordJson.object(state.rooms())
                    .put("signaling", RecordJson.object(state.signaling()))
                    .put("udp", RecordJson.object(state.udp()));
            json.getJsonArray("rooms")
                    .forEach(room -> ((JsonObject) room).getJsonArray("participants").forEach(AdminRoutes::shorten));
            workers.add(json);
        }
        return new JsonObject().put("workers", workers);
    }

    /// Who knows a session's whole id may end it.
    private static void shorten(Object participant) {
        JsonObject json = (JsonObject) participant;
        json.put("session", SessionLog.shown(json.getString("session")));
    }
}
