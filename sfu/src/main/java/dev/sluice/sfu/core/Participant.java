package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.sdp.TransportParameters;

/// Somebody in a room, with a transport of their own: a [Publisher] or a [Player].
abstract sealed class Participant implements Transport.User permits Publisher, Player {
    private final String session;
    private final Room room;
    private final String name;
    private final long joined;
    private final Registry registry;
    private final Transport transport;
    private final Agenda.Entry waiting = new Agenda.Entry(this);
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private boolean started;

    Participant(WorkerParts parts, Registry registry, Room room, String name, TransportParameters peer) {
        this.session = Ids.session(parts.random());
        this.room = room;
        this.name = name;
        this.joined = parts.now();
        this.registry = registry;
        this.transport = new Transport(parts, peer, this);
    }

    final String session() {
        return session;
    }

    final Room room() {
        return room;
    }

    final String name() {
        return name;
    }

    final long joined() {
        return joined;
    }

    final Transport transport() {
        return transport;
    }

    final Agenda.Entry waiting() {
        return waiting;
    }

    /// The addresses that are known to be this participant's.
    final List<InetSocketAddress> addresses() {
        return addresses;
    }

    /// Whether the transport was connected at some time.
    final boolean isStarted() { return started; }

    @Override
    public final void connected() {
        started = true;
        registry.connected(this);
    }

    @Override
    public final void addressChecked(InetSocketAddress address) {
        registry.checked(address, this);
    }

    @Override
    public final void addressForgotten(InetSocketAddress address) {
        registry.release(address, this);
    }

    /// The address is another participant's now: nothing goes there any more, unless this one's next check proves that it is back.
    final void loseAddress(InetSocketAddress address) {
        addresses.remove(address);
        transport.forget(address);
    }

    @Override
    public final void settle() {
        registry.settle(this);
    }

    final WorkerSnapshot.Participant snapshot(long now) {
        return new WorkerSnapshot.Participant(session, role(), name, now - joined, transport.snapshot(roundTripTime()),
                tracksSnapshot(),
                subscriptionsSnapshot());
    }

    abstract WorkerSnapshot.Role role();

    /// Nanoseconds, -1: not known.
    abstract long roundTripTime();

    abstract List<WorkerSnapshot.InboundTrack> tracksSnapshot();

    abstract List<WorkerSnapshot.OutboundTrack> subscriptionsSnapshot();

    /// The transport is connected: media may flow.
    abstract void start(long now);

    /// Does what is due, of the transport and of the participant's own.
    abstract void onTime(long now);

    abstract long deadline();

    /// Says goodbye, and frees what others hold of this participant.
    abstract void leave(long now);
}
