package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sluice.ice.UfragTable;
import dev.sluice.wire.Time;

/// Who is here: all rooms, participants and sessions of a worker, found by id, by username fragment and by address, and when each wants to be called.
///
/// The only place where they come and go, so that whoever goes is gone from every table at once.
final class Registry {
    private final WorkerParts parts;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Participant> participants = new HashMap<>();
    private final Map<String, Session> bySession = new HashMap<>();
    private final UfragTable<Session> byUsername = new UfragTable<>();
    private final Map<InetSocketAddress, Binding> byAddress = new HashMap<>();
    private final Agenda agenda = new Agenda();
    private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    private int halfOpen;

    Registry(WorkerParts parts) {
        this.parts = parts;
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, 0L);
        }
    }

    Collection<Room> rooms() {
        return rooms.values();
    }

    /// Null when there is no such room.
    Room room(String name) {
        return rooms.get(name);
    }

    int sessions() {
        return bySession.size();
    }

    int halfOpen() {
        return halfOpen;
    }

    Map<CloseReason, Long> closed() {
        return new EnumMap<>(closed);
    }

    /// Null when there is no such session.
    Session session(String session) {
        return bySession.get(session);
    }

    /// Null when nobody is known to be at this address.
    Binding at(InetSocketAddress address) {
        return byAddress.get(address);
    }

    /// Whom a STUN check names, null for nobody.
    Session named(byte[] bytes, int offset, int length) {
        return byUsername.find(bytes, offset, length);
    }

    /// Whether another session than this one is at the address, beyond doubt.
    boolean isTaken(InetSocketAddress address, Session by, long now) {
        Binding binding = byAddress.get(address);
        return binding != null && binding.holder() != by && binding.isHeld(now);
    }

    /// Null when there is no such participant.
    Participant participant(String id) {
        return participants.get(id);
    }

    int participants() {
        return participants.size();
    }

    // Coming.

    void enter(Participant participant) {
        Room room = participant.room();
        rooms.putIfAbsent(room.name(), room);
        room.enter(participant);
        participants.put(participant.id(), participant);
    }

    /// A session begins. Whose it is, unless it is a player's, is here already.
    void add(Session session) {
        session.room().add(session);
        bySession.put(session.id(), session);
        byUsername.put(session.transport().credentials().ufrag(), session);
        halfOpen++;
        tellPlayed(session);
        settle(session);
    }

    private void tellPlayed(Session session) {
        if (session instanceof Player player) {
            Publisher publisher = player.publisher();
            parts.output().played(publisher.participant().id(), publisher.players().size());
        }
    }

    void connected(Session session) {
        halfOpen--;
        session.start(parts.now());
    }

    // Staying.

    /// An authentic check of the session's has come from the address, which is its own from now on, if it was not before.
    void checked(InetSocketAddress address, Session session) {
        Binding binding = byAddress.get(address);
        if (binding == null || binding.holder() != session) {
            binding = rebind(binding, new Binding(address, session));
        }
        binding.heard(parts.now());
        if (binding.isToBeAnnounced(parts.now())) {
            parts.output().addressBound(binding.address());
        }
    }

    private Binding rebind(Binding before, Binding binding) {
        if (before != null) {
            before.holder().loseAddress(before.address());
        }
        byAddress.put(binding.address(), binding);
        binding.holder().addresses().add(binding.address());
        return binding;
    }

    long deadline() {
        return agenda.next();
    }

    /// To be called after whatever has happened to a session: notes when it wants to be called, and lets it go when it has ended.
    void settle(Session session) {
        if (bySession.get(session.id()) != session) {
            return;
        }
        Transport.End end = session.end();
        if (end != null) {
            end(session, end.reason(), end.explanation());
        } else {
            agenda.set(session.waiting(), session.deadline());
        }
    }

    void wakeAt(Agenda.Entry entry, long at) {
        agenda.set(entry, at);
    }

    void onTime(long now) {
        while (agenda.next() <= now) {
            Agenda.Entry first = agenda.first();
            first.waiter().wake(now);
            agenda.postpone(first, now);
        }
    }

    // Going.

    void end(Session session, CloseReason reason, String explanation) {
        if (!bySession.remove(session.id(), session)) {
            return;
        }
        halfOpen -= session.isStarted() ? 0 : 1;
        session.leave(parts.now());
        byUsername.remove(session.transport().credentials().ufrag());
        List.copyOf(session.addresses()).forEach(address -> release(address, session));
        agenda.set(session.waiting(), Time.NEVER);
        remove(session);
        closed.merge(reason, 1L, Long::sum);
        parts.output().sessionClosed(session.id(), reason, explanation);
        tellMember(session, reason, explanation);
    }

    private void tellMember(Session session, CloseReason reason, String explanation) {
        Participant participant = session.participant();
        if (participant != null && participant.isMember() && reason != CloseReason.CLOSED_BY_REQUEST) {
            parts.output().mediaClosed(participant.id(), session instanceof Publisher, reason, explanation);
        }
    }

    void release(InetSocketAddress address, Session session) {
        session.addresses().remove(address);
        Binding binding = byAddress.get(address);
        if (binding != null && binding.holder() == session) {
            byAddress.remove(address);
            parts.output().addressReleased(address);
        }
    }

    /// Players first: they are not to hear that their publisher has left.
    void endAll(CloseReason reason, String explanation) {
        List<Session> all = new ArrayList<>(bySession.values());
        all.sort(Comparator.comparing(Publisher.class::isInstance));
        all.forEach(session -> end(session, reason, explanation));
    }

    private void remove(Session session) {
        if (session instanceof Publisher publisher) {
            String explanation = "the publisher has left";
            List.copyOf(publisher.players()).forEach(player -> end(player, CloseReason.PUBLISHER_LEFT, explanation));
            session.room().remove(session);
            session.room().speakers().remove(publisher, parts.now());
            parts.output().unpublished(session.room().name(), publisher.participant().id());
        } else {
            session.room().remove(session);
            tellPlayed(session);
        }
        if (session.participant() != null && !session.participant().isMember()) {
            forget(session.participant());
        }
        removeIfEmpty(session.room());
    }

    /// A member leaves, with all its sessions.
    void leave(Participant member) {
        String explanation = "the member has left";
        if (member.subscriber() != null) {
            end(member.subscriber(), CloseReason.CLOSED_BY_REQUEST, explanation);
        }
        if (member.publisher() != null) {
            end(member.publisher(), CloseReason.CLOSED_BY_REQUEST, explanation);
        }
        forget(member);
        removeIfEmpty(member.room());
    }

    private void forget(Participant participant) {
        participants.remove(participant.id(), participant);
        participant.room().leave(participant);
    }

    private void removeIfEmpty(Room room) {
        if (room.people() == 0) {
            room.speakers().stop();
            rooms.remove(room.name(), room);
        }
    }
}
