package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.ice.IceCandidate;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;

/// Decides who may join, and answers them.
final class Admission {
    private final WorkerParts parts;
    private final Registry registry;
    private final List<Candidate> candidates;
    private boolean closed;

    Admission(WorkerParts parts, Registry registry) {
        this.parts = parts;
        this.registry = registry;
        this.candidates = candidates(parts.config().announcedAddresses());
    }

    /// Nobody joins any more.
    void close() {
        closed = true;
    }

    JoinResult publish(String roomName, String name, String text) throws RefusedOffer {
        Objects.requireNonNull(name, "a publisher has a name");
        Room room = registry.room(Objects.requireNonNull(roomName, "a room has a name"));
        if (room != null && room.publisher(name) != null) {
            throw new RefusedOffer(Refusal.NAME_TAKEN, "somebody publishes as \"" + name + "\" here: use another name");
        }
        requireSpace(room);
        Offer offer = Offer.read(text);
        var negotiation = PublishNegotiation.of(offer, parts.config().maxTracks());
        return join(new Publisher(parts, registry, room == null ? new Room(roomName) : room, name, negotiation), offer);
    }

    JoinResult play(String roomName, String publisherName, String text) throws RefusedOffer {
        Room room = registry.room(Objects.requireNonNull(roomName, "a room has a name"));
        Publisher publisher = publisher(room, publisherName);
        requireSpace(room);
        Offer offer = Offer.read(text);
        var negotiation = PlayNegotiation.of(offer, publisher, parts.random());
        return join(new Player(parts, registry, publisher, negotiation), offer);
    }

    private static Publisher publisher(Room room, String name) throws RefusedOffer {
        if (room == null || room.publishers().isEmpty()) {
            throw new RefusedOffer(Refusal.NO_SUCH_PUBLISHER, "nobody publishes in this room yet: try again later");
        }
        if (name != null && room.publisher(name) == null) {
            throw new RefusedOffer(Refusal.NO_SUCH_PUBLISHER,
                    "nobody publishes as \"" + name + "\" here: try again later");
        }
        if (name == null && room.publishers().size() > 1) {
            throw new RefusedOffer(Refusal.SEVERAL_PUBLISHERS, "the room has several publishers: name the one to play");
        }
        return name == null ? room.publishers().iterator().next() : room.publisher(name);
    }

    private void requireSpace(Room room) throws RefusedOffer {
        WorkerConfig config = parts.config();
        if (closed) {
            throw new RefusedOffer(Refusal.SHUTTING_DOWN, "the server is about to stop");
        }
        if (room == null && registry.rooms().size() >= config.maxRooms()) {
            throw new RefusedOffer(Refusal.BUSY, "the server has as many rooms as it may have: try again later");
        }
        if (room != null && room.size() >= config.maxParticipants()) {
            throw new RefusedOffer(Refusal.ROOM_FULL, "the room is full");
        }
        if (registry.sessions() >= config.maxSessions() || registry.halfOpen() >= config.maxHalfOpen()) {
            throw new RefusedOffer(Refusal.BUSY, "the server has as many sessions as it may have: try again later");
        }
    }

    private JoinResult join(Participant participant, Offer offer) {
        Transport transport = participant.transport();
        String answer = offer.answer().transport(describe(transport)).candidates(candidates, true).build().toString();
        registry.add(participant);
        return new JoinResult.Joined(participant.session(), answer, transport.credentials().ufrag());
    }

    private TransportParameters describe(Transport transport) {
        CertificateFingerprint fingerprint = parts.certificate().fingerprint();
        return new TransportParameters(transport.credentials().ufrag(), transport.credentials().pwd(), true,
                List.of(new Fingerprint(fingerprint.algorithm(), fingerprint.value())),
                transport.role() == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE);
    }

    private static List<Candidate> candidates(List<InetSocketAddress> addresses) {
        List<Candidate> candidates = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            IceCandidate host = IceCandidate.host(address, 65_535 - candidates.size());
            candidates.add(Candidate.host(host.foundation(), host.priority(), literal(address), address.getPort()));
        }
        return candidates;
    }

    /// Without the zone, which means something on this machine only.
    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress().replaceFirst("%.*", "");
    }
}
