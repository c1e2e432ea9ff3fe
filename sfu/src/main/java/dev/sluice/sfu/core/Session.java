package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.sdp.SessionDescription;

/// A transport with a purpose in a room: a [Publisher] sends, a [Receiver] is sent to.
///
/// A session is of a [Participant]; only whoever plays by WHEP has a session and no name.
abstract sealed class Session implements Transport.User, Agenda.Waiter permits Publisher, Receiver {
    private final String id;
    private final Room room;
    private final long begun;
    private final WorkerParts parts;
    private final Registry registry;
    private final Transport transport;
    private final Agenda.Entry waiting = new Agenda.Entry(this);
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final String descriptionId;
    private long descriptionVersion;
    private boolean started;

    Session(WorkerParts parts, Registry registry, Room room) {
        this.id = Ids.session(parts.random());
        this.room = room;
        this.begun = parts.now();
        this.parts = parts;
        this.registry = registry;
        this.transport = new Transport(parts, this);
        this.descriptionId = Ids.description(parts.random());
    }

    final String id() {
        return id;
    }

    final Room room() {
        return room;
    }

    final Transport transport() {
        return transport;
    }

    /// Completes the answer to an offer of the peer's. The description's id stays, its version rises.
    ///
    /// @rfc 3264 8 Modifying the Session
    final SessionDescription answer(Offer offer) {
        return offer.answer().transport(transport.describe(transport.setup())).candidates(parts.candidates(), true)
                .session(descriptionId, ++descriptionVersion).build();
    }

    final String descriptionId() {
        return descriptionId;
    }

    final Agenda.Entry waiting() {
        return waiting;
    }

    /// The addresses that are known to be this session's.
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

    /// The address is another session's now: nothing goes there any more, unless this one's next check proves that it is back.
    final void loseAddress(InetSocketAddress address) {
        addresses.remove(address);
        transport.forget(address);
    }

    @Override
    public final void settle() {
        registry.settle(this);
    }

    @Override
    public final void wake(long now) {
        onTime(now);
        settle();
    }

    final WorkerSnapshot.Participant snapshot(long now) {
        Participant participant = participant();
        return new WorkerSnapshot.Participant(id, participant == null ? "" : participant.id(), role(), name(),
                now - begun, transport.snapshot(roundTripTime()), tracksSnapshot(), subscriptionsSnapshot(),
                waitingTracks());
    }

    /// Whose session it is; null for a player.
    abstract Participant participant();

    abstract String name();

    abstract WorkerSnapshot.Role role();

    /// Nanoseconds, -1: not known.
    abstract long roundTripTime();

    abstract List<WorkerSnapshot.InboundTrack> tracksSnapshot();

    abstract List<WorkerSnapshot.OutboundTrack> subscriptionsSnapshot();

    /// How many tracks this session is to receive some day.
    int waitingTracks() {
        return 0;
    }

    /// The transport is connected: media may flow.
    abstract void start(long now);

    /// Does what is due, of the transport and of the session's own.
    abstract void onTime(long now);

    abstract long deadline();

    /// What ends the session, null while it lives.
    Transport.End end() {
        return transport.end();
    }

    /// Says goodbye, and frees what others hold of this session.
    abstract void leave(long now);
}
