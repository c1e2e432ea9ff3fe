package dev.sluice.sfu.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.signaling.Names;

/// `POST /whip/{room}?name=cam`: publishes into a room.
///
/// @rfc 9725 4 Protocol Operation
final class WhipRoutes implements JoinRoutes.Join {
    /// Who publishes without a name is called this.
    private static final String NAMELESS = "main";

    private final Workers workers;

    WhipRoutes(Workers workers) {
        this.workers = workers;
    }

    void add(Router router, JoinRoutes joins) {
        joins.add(router, "/whip/:room", this);
    }

    @Override
    public String complaint(RoutingContext request) {
        if (!Names.isRoom(request.pathParam("room"))) {
            return "The room's name must be " + Names.ROOM_RULE;
        }
        return Names.isRoom(name(request)) ? null : "The publisher's ?name= must be " + Names.ROOM_RULE;
    }

    @Override
    public CompletableFuture<Optional<JoinResult>> ask(RoutingContext request, String offer) {
        String room = request.pathParam("room");
        String name = name(request);
        return workers.of(room).join(Clients.address(request), (rooms, now) -> rooms.publish(room, name, offer, now));
    }

    private static String name(RoutingContext request) {
        String name = request.request().getParam("name");
        return name == null ? NAMELESS : name;
    }
}
