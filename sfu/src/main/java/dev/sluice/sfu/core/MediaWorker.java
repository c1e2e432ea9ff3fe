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

        /// A subscriber is offered what it may receive now, to be answered by [MediaWorker#answer] with the number of the negotiation. There is no further offer
        /// before that.
        ///
        /// @param tracks what the live sections carry
        default void offered(String participant, int negotiation, String sdp, List<OfferedTrack> tracks) {}

        /// A participant publishes these tracks now: a member, or somebody by WHIP. Told when it begins, and whenever the list changes.
        default void published(String room, String participant, String name, List<RoomTrack> tracks) {}

        /// The participant publishes no more.
        default void unpublished(String room, String participant) {}

        /// So many players, who came by WHEP, receive the tracks of this participant now.
        default void played(String participant, int players) {}

        /// Who speaks in the room, the dominant speaker first. Told when it changes, at most five times a second.
        default void speaking(String room, List<String> participants) {}

        /// A member's session ended, and not by the member's own request. The member is still in the room, and may begin another one.
        ///
        /// @param publishing whether it was the session to publish, or the one to subscribe
        default void mediaClosed(String participant, boolean publishing, CloseReason reason, String explanation) {}
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
        Session session = registry.named(bytes, offset, length);
        if (session == null) {
            parts.drops().count(DropReason.UNKNOWN_USERNAME);
        } else if (registry.isTaken(from, session, now)) {
            parts.drops().count(DropReason.ADDRESS_TAKEN);
        } else {
            session.transport().onStun(from, bytes, offset, length, now);
            registry.settle(session);
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

    /// All packets and requests that were there have been taken: what they changed for subscribers is offered now, together.
    public void endOfBatch() {
        parts.offers().flush(parts.now());
    }

    // Whoever comes by WHIP or WHEP: one offer, one answer.

    /// Answers the offer of somebody who wants to send tracks to the room, which begins to exist with the first one in it.
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
        Session named = registry.session(session);
        return named == null ? TrickleResult.NO_SUCH_SESSION : named.transport().trickle(fragment);
    }

    /// Ends a session; the peer is told (RTCP BYE, DTLS close_notify). False: there is no such session.
    public boolean close(String session, long now) {
        parts.now(now);
        return end(registry.session(session), "the session was closed");
    }

    // Members: people who are in a room whatever becomes of their transports, and whose signaling is somebody else's work.

    /// Lets somebody into a room, which begins to exist with the first one. The name is taken from now on.
    ///
    /// @param name one of a kind in the room
    public EnterResult enter(String room, String name, long now) {
        parts.now(now);
        try {
            return new EnterResult.Entered(admission.enter(room, name));
        } catch (RefusedOffer refused) {
            return new EnterResult.Refused(refused.result().reason(), refused.result().explanation());
        }
    }

    /// The member leaves, and its sessions end. False: there is no such member.
    public boolean leave(String participant, long now) {
        parts.now(now);
        Participant member = member(participant);
        if (member != null) {
            registry.leave(member);
        }
        return member != null;
    }

    /// Answers an offer of a member's session to publish: the first one begins it, each further one says what is published from then on. What is no longer in
    /// there is unpublished, what is still there is not disturbed. A refused offer changes nothing.
    public JoinResult publishAs(String participant, String offer, long now) {
        parts.now(now);
        Participant member = member(participant);
        if (member == null) {
            return new JoinResult.Refused(Refusal.NO_SUCH_PARTICIPANT, "there is no such member: enter the room first");
        }
        try {
            return admission.publish(member, offer);
        } catch (RefusedOffer refused) {
            return refused.result();
        }
    }

    /// Begins a member's session to receive all others' tracks, anew if there is one. Its offers leave through [Output#offered], the first one at the end of the
    /// batch. False: there is no such member, or no room for another session.
    public boolean subscribeAs(String participant, long now) {
        parts.now(now);
        Participant member = member(participant);
        if (member == null) {
            return false;
        }
        try {
            admission.subscribe(member);
            return true;
        } catch (RefusedOffer _) {
            return false;
        }
    }

    /// Takes a member's answer to an offer to it.
    public AnswerResult answer(String participant, int negotiation, String sdp, long now) {
        parts.now(now);
        Participant member = member(participant);
        if (member == null || member.subscriber() == null) {
            return AnswerResult.NO_SUCH_SESSION;
        }
        AnswerResult result = member.subscriber().answer(negotiation, sdp);
        registry.settle(member.subscriber());
        return result;
    }

    /// Takes a candidate of one of a member's sessions, as browsers write it; empty: there will be no more. Like [#trickle], it is looked at for form only.
    public TrickleResult trickleAs(String participant, boolean publishing, String candidate, long now) {
        parts.now(now);
        Session session = session(participant, publishing);
        return session == null ? TrickleResult.NO_SUCH_SESSION : Transport.trickleLine(candidate);
    }

    /// Ends a member's session to publish. False: there is none.
    public boolean unpublish(String participant, long now) {
        parts.now(now);
        return end(session(participant, true), "no longer published");
    }

    /// Ends a member's session to receive. False: there is none.
    public boolean unsubscribe(String participant, long now) {
        parts.now(now);
        return end(session(participant, false), "no longer subscribed");
    }

    /// Pauses one track on its way to one member, or resumes it: video then begins with a keyframe, and neither leaves a hole in the numbers. False: the member
    /// receives no such track.
    ///
    /// @param publisher the participant whose track it is
    /// @param mid       the publisher's own section
    public boolean select(String participant, String publisher, String mid, boolean playing, long now) {
        parts.now(now);
        Participant member = member(participant);
        Participant source = registry.participant(publisher);
        if (member == null || member.subscriber() == null || source == null || source.publisher() == null) {
            return false;
        }
        PublishedTrack track = source.publisher().track(mid);
        return track != null && member.subscriber().select(track, playing, now);
    }

    private Participant member(String id) {
        Participant participant = registry.participant(id);
        return participant != null && participant.isMember() ? participant : null;
    }

    private Session session(String participant, boolean publishing) {
        Participant member = member(participant);
        if (member == null) {
            return null;
        }
        return publishing ? member.publisher() : member.subscriber();
    }

    private boolean end(Session session, String explanation) {
        if (session != null) {
            registry.end(session, CloseReason.CLOSED_BY_REQUEST, explanation);
        }
        return session != null;
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
