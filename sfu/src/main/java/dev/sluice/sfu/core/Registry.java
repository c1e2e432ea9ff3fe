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

/// Who is here: all rooms and participants of a worker, found by session, by username fragment and by address, and when each wants to be called.
///
/// The only place where participants come and go, so that whoever goes is gone from every table at once.
final class Registry {
    private final WorkerParts parts;
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Participant> bySession = new HashMap<>();
    private final UfragTable<Participant> byUsername = new UfragTable<>();
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
    Participant session(String session) {
        return bySession.get(session);
    }

    /// Null when nobody is known to be at this address.
    Binding at(InetSocketAddress address) {
        return byAddress.get(address);
    }

    /// Whom a STUN check names, null for nobody.
    Participant named(byte[] bytes, int offset, int length) {
        return byUsername.find(bytes, offset, length);
    }

    /// Whether another participant than this one is at the address, beyond doubt.
    boolean isTaken(InetSocketAddress address, Participant by, long now) {
        Binding binding = byAddress.get(address);
        return binding != null && binding.holder() != by && binding.isHeld(now);
    }

    // Coming.

    void add(Participant participant) {
        Room room = participant.room();
        rooms.putIfAbsent(room.name(), room);
        room.add(participant);
        bySession.put(participant.session(), participant);
        byUsername.put(participant.transport().credentials().ufrag(), participant);
        halfOpen++;
        settle(participant);
    }

    void connected(Participant participant) {
        halfOpen--;
        participant.start(parts.now());
    }

    // Staying.

    /// An authentic check of the participant's has come from the address, which is its own from now on, if it was not before.
    void checked(InetSocketAddress address, Participant participant) {
        Binding binding = byAddress.get(address);
        if (binding == null || binding.holder() != participant) {
            binding = rebind(binding, new Binding(address, participant));
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

    /// To be called after whatever has happened to a participant: notes when it wants to be called, and lets it go when its transport has ended.
    void settle(Participant participant) {
        if (bySession.get(participant.session()) != participant) {
            return;
        }
        Transport.End end = participant.transport().end();
        if (end != null) {
            end(participant, end.reason(), end.explanation());
        } else {
            agenda.set(participant.waiting(), participant.deadline());
        }
    }

    void onTime(long now) {
        while (agenda.next() <= now) {
            Participant participant = agenda.first().participant();
            participant.onTime(now);
            settle(participant);
            agenda.postpone(participant.waiting(), now);
        }
    }

    // Going.

    void end(Participant participant, CloseReason reason, String explanation) {
        if (!bySession.remove(participant.session(), participant)) {
            return;
        }
        halfOpen -= participant.isStarted() ? 0 : 1;
        participant.leave(parts.now());
        byUsername.remove(participant.transport().credentials().ufrag());
        List.copyOf(participant.addresses()).forEach(address -> release(address, participant));
        agenda.set(participant.waiting(), Time.NEVER);
        leave(participant.room(), participant);
        closed.merge(reason, 1L, Long::sum);
        parts.output().sessionClosed(participant.session(), reason, explanation);
    }

    void release(InetSocketAddress address, Participant participant) {
        participant.addresses().remove(address);
        Binding binding = byAddress.get(address);
        if (binding != null && binding.holder() == participant) {
            byAddress.remove(address);
            parts.output().addressReleased(address);
        }
    }

    /// Players first: they are not to hear that their publisher has left.
    void endAll(CloseReason reason, String explanation) {
        List<Participant> all = new ArrayList<>(bySession.values());
        all.sort(Comparator.comparing(Publisher.class::isInstance));
        all.forEach(participant -> end(participant, reason, explanation));
    }

    private void leave(Room room, Participant participant) {
        room.remove(participant);
        if (participant instanceof Publisher publisher) {
            String explanation = publisher.name() + " has left";
            List.copyOf(publisher.players()).forEach(player -> end(player, CloseReason.PUBLISHER_LEFT, explanation));
        }
        if (room.size() == 0) {
            rooms.remove(room.name(), room);
        }
    }
}
