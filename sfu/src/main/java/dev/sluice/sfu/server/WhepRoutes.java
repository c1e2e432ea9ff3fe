package dev.sluice.sfu.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.signaling.Names;

/// `POST /whep/{room}/{name}`: plays a publisher; `POST /whep/{room}`: the only one of the room.
///
/// WHEP is a draft (draft-ietf-wish-whep) that follows WHIP in all that is done here.
///
/// @rfc 9725 4 Protocol Operation
final class WhepRoutes implements JoinRoutes.Join {
    private final Workers workers;

    WhepRoutes(Workers workers) {
        this.workers = workers;
    }

    void add(Router router, JoinRoutes joins) {
        joins.add(router, "/whep/:room", this);
        joins.add(router, "/whep/:room/:name", this);
    }

    @Override
    public String complaint(RoutingContext request) {
        if (!Names.isRoom(request.pathParam("room"))) {
            return "The room's name must be " + Names.ROOM_RULE;
        }
        String name = request.pathParam("name");
        return name == null || Names.isRoom(name) ? null : "The publisher's name must be " + Names.ROOM_RULE;
    }

    @Override
    public CompletableFuture<Optional<JoinResult>> ask(RoutingContext request, String offer) {
        String room = request.pathParam("room");
        String name = request.pathParam("name");
        return workers.of(room).join(Clients.address(request), (rooms, now) -> rooms.play(room, name, offer, now));
    }
}
