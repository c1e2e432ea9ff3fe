package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.wire.PacketKind;

/// The rooms of one thread: takes in offers and packets, gives out answers and packets.
///
/// A room lives on one worker, with its participants, tracks, subscriptions and timers: plain objects without a lock. The worker opens no socket, starts no
/// thread and reads no clock. It is called by its owner on one thread, always the same, with `now` in nanoseconds since a start of the owner's choosing, and
/// what has to happen leaves through [Output] before the call returns.
///
/// The owner's loop, each time it wakes up, for packets, for the timer, for an offer, or for a task that came through [Self]:
///
/// ```
/// worker.onPacket(from, bytes, offset, length, now);      // for each packet there is
/// if (now >= worker.deadline()) worker.onTime(now);
/// worker.endOfBatch();                                     // and then flush what the output was given
/// sleep until worker.deadline()
/// ```
///
/// Several workers share one UDP port. Any of them may receive the first packet of a participant, a STUN check: [#ownerOf] says whose it is. Every later
/// packet of that address belongs to the same worker, which [Output#addressBound] told.
public final class MediaWorker {
    /// What the worker wants done. Must not call back in.
    public interface Output {
        /// Sends a datagram. The bytes are the worker's again when this returns.
        ///
        /// The address is the same object for all packets to one participant until that participant moves, so a queue for each can be found by identity.
        void send(InetSocketAddress to, byte[] bytes, int offset, int length);

        /// From now on packets from `address` belong to this worker. Told again when the address is confirmed, about once a second at most, so that an
        /// owner of several workers can tell who was heard from it last.
        default void addressBound(InetSocketAddress address) {}

        /// Packets from `address` belong to nobody.
        default void addressReleased(InetSocketAddress address) {}

        /// A session ended, whoever ended it. It is not in the worker's tables any more.
        default void sessionClosed(String session, CloseReason reason, String explanation) {}
    }

    /// The worker's own thread, as its owner lends it.
    public interface Self {
        /// Runs a task on the worker's thread, soon, with the time it is then; the owner then looks at [MediaWorker#deadline] and flushes, as after a packet.
        /// Called on any thread.
        void execute(LongConsumer task);
    }

    private final WorkerParts parts;
    private final Registry registry;
    private final Admission admission;
    private long packetsReceived;
    private long bytesReceived;

    /// @param random      makes ids, passwords and SSRCs: a secure one, except in tests
    /// @param certificate the certificate whose fingerprint answers tell
    /// @param handshakes  where DTLS handshakes run, any number of workers may share them
    /// @param self        where handshakes hand back their results
    public MediaWorker(WorkerConfig config, RandomGenerator random, DtlsCertificate certificate,
            HandshakeThreads handshakes, Self self, Output output) {
        parts = new WorkerParts(config, random, certificate, handshakes, self, output);
        registry = new Registry(parts);
        admission = new Admission(parts, registry);
    }

    /// The number of the worker whose participant a packet is meant for, or -1 when the packet is no STUN binding request of ours.
    ///
    /// Allocates nothing, trusts nothing, may be called on any thread.
    public static int ownerOf(byte[] bytes, int offset, int length) {
        return UsernamePrefix.workerOf(bytes, offset, length);
    }

    /// Takes a datagram. The bytes are changed in place (decrypted) and are the caller's again when this returns.
    public void onPacket(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        parts.now(now);
        packetsReceived++;
        bytesReceived += length;
        PacketKind kind = PacketKind.of(bytes, offset, length);
        switch (kind) {
            case STUN -> onStun(from, bytes, offset, length, now);
            case DTLS, RTP, RTCP -> onMedia(kind, from, bytes, offset, length, now);
            case TURN_CHANNEL, UNKNOWN -> parts.drops().count(DropReason.UNKNOWN_PROTOCOL);
        }
    }

    private void onStun(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        Participant participant = registry.named(bytes, offset, length);
        if (participant == null) {
            parts.drops().count(DropReason.UNKNOWN_USERNAME);
        } else if (registry.isTaken(from, participant, now)) {
            parts.drops().count(DropReason.ADDRESS_TAKEN);
        } else {
            participant.transport().onStun(from, bytes, offset, length, now);
            registry.settle(participant);
        }
    }

    private void onMedia(PacketKind kind, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        Binding binding = registry.at(from);
        if (binding == null) {
            parts.drops().count(DropReason.UNVALIDATED_ADDRESS);
            return;
        }
        if (isAuthentic(binding.holder().transport(), kind, bytes, offset, length, now)) {
            binding.heard(now);
        }
        registry.settle(binding.holder());
    }

    /// Lets the transport take the packet. True: its peer has sent it beyond doubt; of DTLS nobody can tell.
    private static boolean isAuthentic(Transport transport, PacketKind kind, byte[] bytes, int offset, int length,
            long now) {
        return switch (kind) {
            case RTP -> transport.onRtp(bytes, offset, length, now);
            case RTCP -> transport.onRtcp(bytes, offset, length, now);
            default -> {
                transport.onDtls(bytes, offset, length, now);
                yield false;
            }
        };
    }

    /// Does what is due.
    public void onTime(long now) {
        parts.now(now);
        registry.onTime(now);
    }

    /// When [#onTime] has something to do, `Time.NEVER` when the worker holds nothing that waits for time.
    public long deadline() {
        return registry.deadline();
    }

    /// All packets that were there have been taken.
    public void endOfBatch() {
        // nothing waits for the end of a batch yet: packets leave through the output as they are made
    }

    /// Answers the offer of a participant that wants to send its tracks to the room, which begins to exist with its first publisher.
    ///
    /// @param name the publisher's name, one of a kind in the room
    public JoinResult publish(String room, String name, String offer, long now) {
        parts.now(now);
        try {
            return admission.publish(room, name, offer);
        } catch (RefusedOffer refused) {
            return refused.result();
        }
    }

    /// Answers the offer of somebody who wants to receive the tracks of one publisher.
    ///
    /// @param publisher the publisher's name; null for the only one of the room
    public JoinResult play(String room, String publisher, String offer, long now) {
        parts.now(now);
        try {
            return admission.play(room, publisher, offer);
        } catch (RefusedOffer refused) {
            return refused.result();
        }
    }

    /// Takes candidates that came after the offer, as RFC 9725 4.3.2 and RFC 8840 9 write them.
    ///
    /// ICE-lite learns addresses from checks, so the candidates are looked at for form only.
    public TrickleResult trickle(String session, String fragment, long now) {
        parts.now(now);
        Participant participant = registry.session(session);
        return participant == null ? TrickleResult.NO_SUCH_SESSION : participant.transport().trickle(fragment);
    }

    /// Ends a session; the participant is told (RTCP BYE, DTLS close_notify). False: there is no such session.
    public boolean close(String session, long now) {
        parts.now(now);
        Participant participant = registry.session(session);
        if (participant == null) {
            return false;
        }
        registry.end(participant, CloseReason.CLOSED_BY_REQUEST, "the session was closed");
        return true;
    }

    /// Ends all sessions and takes no more.
    public void shutDown(long now) {
        parts.now(now);
        admission.close();
        registry.endAll(CloseReason.SHUTTING_DOWN, "the server stops");
    }

    /// The tree of everything that lives here, and the counters.
    public WorkerSnapshot snapshot(long now) {
        List<WorkerSnapshot.Room> rooms = registry.rooms().stream().map(room -> room.snapshot(now)).toList();
        return new WorkerSnapshot(parts.config().worker(), registry.sessions(), registry.halfOpen(), packetsReceived,
                bytesReceived, parts.packetsSent(), parts.bytesSent(), parts.packetsForwarded(), registry.closed(),
                parts.drops().snapshot(), parts.checks().asMap(), rooms);
    }
}
