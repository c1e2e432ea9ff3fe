package dev.sluice.sfu.core;

import java.util.List;

/// A session that receives the tracks of one publisher, as its own offer has room for them, and ends with that publisher.
final class Player extends Receiver {
    private final Publisher publisher;

    Player(WorkerParts parts, Registry registry, Publisher publisher, PlayNegotiation negotiation) {
        super(parts, registry, publisher.room());
        this.publisher = publisher;
        transport().meet(negotiation.peer());
        negotiation.subscriptions().forEach((track, parameters) -> add(
                new Subscription(parts, track, parameters, publisher.cname(), transport())));
    }

    Publisher publisher() {
        return publisher;
    }

    /// The publisher has this track no longer. Its section stays, and nothing comes there any more.
    void remove(PublishedTrack track) {
        List<Subscription> gone = subscriptions().stream().filter(subscription -> subscription.track() == track)
                .toList();
        gone.forEach(this::remove);
        sayGoodbye(gone);
    }

    @Override
    Participant participant() {
        return null;
    }

    /// Whom it plays.
    @Override
    String name() {
        return publisher.name();
    }

    @Override
    WorkerSnapshot.Role role() {
        return WorkerSnapshot.Role.PLAYER;
    }
}
