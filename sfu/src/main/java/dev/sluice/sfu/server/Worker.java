package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.MediaWorker;
import dev.sluice.sfu.core.OfferedTrack;
import dev.sluice.sfu.core.RoomTrack;
import dev.sluice.sfu.core.WorkerSnapshot;
import dev.sluice.sfu.signaling.MediaEvent;
import dev.sluice.sfu.signaling.Signaling;

/// A [MediaWorker] and the [Signaling] of its rooms brought to life: an event loop, a socket, a timer, and the door for what other workers received.
///
/// Everything runs on the loop. A turn is: take what arrived, do what is due, flush what is to be sent, ask to be woken.
final class Worker {
    private static final int HAND_OVER_SLOTS = 1024;
    private static final int HAND_OVER_SLOT_SIZE = UdpTransport.MAX_DATAGRAM + 512;

    /// Asked of the rooms, on their loop.
    interface Question<T> {
        T answer(MediaWorker media, long now);
    }

    /// Said to the rooms' signaling, on their loop.
    interface Word {
        void tell(Signaling signaling, long now);
    }

    private final int number;
    private final WorkerLoop loop;
    private final AddressOwners owners;
    private final Sessions sessions;
    private final HalfOpen halfOpen;
    private final UdpCounters counters = new UdpCounters();
    private final UdpTransport transport;
    private final HandOver door;
    private final BugLog bugs = new BugLog(counters);
    private List<Worker> all = List.of(this);
    private MediaWorker media;
    private Signaling signaling;
    private volatile boolean isOpen;

    Worker(int number, WorkerLoop loop, SocketTransport sockets, AddressOwners owners, Sessions sessions,
            HalfOpen halfOpen) {
        this.number = number;
        this.loop = loop;
        this.owners = owners;
        this.sessions = sessions;
        this.halfOpen = halfOpen;
        this.transport = new UdpTransport(loop, sockets, new Arrivals(), counters, bugs);
        this.door = new HandOver(HAND_OVER_SLOTS, HAND_OVER_SLOT_SIZE, loop, new HandedOver());
    }

    int number() {
        return number;
    }

    WorkerLoop loop() {
        return loop;
    }

    UdpTransport transport() {
        return transport;
    }

    /// Starts to take questions, and packets that others pass on.
    ///
    /// @param team  the workers that share the port, this one among them
    /// @param maker makes the rooms' media side; called on the loop, as the other
    /// @param signalingMaker makes their signaling
    CompletableFuture<Void> open(List<Worker> team, MediaMaker maker, SignalingMaker signalingMaker) {
        return CompletableFuture.runAsync(() -> {
            all = List.copyOf(team);
            media = maker.make(number, task -> loop.execute(() -> turn(() -> task.accept(WorkerLoop.now()))),
                    new MediaOutput());
            signaling = signalingMaker.make(number, new WorkerMedia(media));
            loop.onTime(() -> turn(() -> {}));
            isOpen = true;
        }, loop);
    }

    /// Starts to take packets from the socket. When all workers are open.
    void listen() {
        loop.execute(transport::startReading);
    }

    /// Asks the rooms something and completes, on the loop, with what they answer.
    <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> turn(() -> {
            try {
                answer.complete(question.answer(media, WorkerLoop.now()));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        }));
        return answer;
    }

    /// Says something to the signaling, after what was said before.
    void tell(Word word) {
        loop.execute(() -> turn(() -> word.tell(signaling, WorkerLoop.now())));
    }

    /// Lets somebody into a room; the session has its URL before anything can end it.
    ///
    /// Empty: too many sessions of this source address are not connected yet.
    CompletableFuture<Optional<JoinResult>> join(InetAddress source, Question<JoinResult> question) {
        return ask((rooms, now) -> {
            if (!halfOpen.admits(source, now, () -> notConnected(rooms.snapshot(now)))) {
                return Optional.empty();
            }
            JoinResult result = question.answer(rooms, now);
            if (result instanceof JoinResult.Joined(String id, _, String iceUsername)) {
                halfOpen.add(source, id);
                sessions.add(id, new Session(this, '"' + iceUsername + '"'));
            }
            return Optional.of(result);
        });
    }

    static Set<String> notConnected(WorkerSnapshot rooms) {
        return rooms.rooms().stream().flatMap(room -> room.participants().stream())
                .filter(participant -> !isConnected(participant.transport()))
                .map(WorkerSnapshot.Participant::session).collect(Collectors.toSet());
    }

    private static boolean isConnected(WorkerSnapshot.Transport transport) {
        return transport.iceState().equals("connected") && transport.dtlsState().equals("connected");
    }

    /// What the rooms and the socket look like.
    CompletableFuture<WorkerState> state() {
        return ask((rooms, now) -> new WorkerState(rooms.snapshot(now), signaling.snapshot(),
                counters.snapshot(), transport.isOpen()));
    }

    /// Tells all members that the server goes and when to come back. Their WebSockets are closed after that.
    CompletableFuture<Void> sendAway() {
        return ask((_, now) -> {
            signaling.shutDown(now);
            return null;
        });
    }

    /// Tells all participants that the server goes, then closes the socket.
    CompletableFuture<Void> stop() {
        if (!isOpen) {
            return transport.close();
        }
        return this.<Void>ask((rooms, now) -> {
            rooms.shutDown(now);
            return null;
        }).thenComposeAsync(_ -> {              // after the turn, which has sent the farewells
            loop.disarm();
            return transport.close();
        }, loop);
    }

    private void turn(Runnable work) {
        guard(work);
        endTurn();
    }

    private void endTurn() {
        guard(() -> {
            long now = WorkerLoop.now();
            if (now >= media.deadline()) {
                media.onTime(now);
            }
            if (now >= signaling.deadline()) {
                signaling.onTime(now);
            }
        });
        guard(this::settle);
        guard(transport::flush);
        guard(() -> loop.wakeAt(Math.min(media.deadline(), signaling.deadline())));
    }

    /// Signaling hears what happened to media and may ask for more, until both have nothing more to say.
    private void settle() {
        long now = WorkerLoop.now();
        do {
            signaling.settle(now);
            media.endOfBatch();
        } while (!signaling.isSettled());
    }

    /// A bug of ours costs the packet that found it, not the calls of everybody else.
    private void guard(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            bugs.report(e);
        }
    }

    private void deliver(InetSocketAddress from, byte[] bytes, int offset, int length) {
        try {
            media.onPacket(from, bytes, offset, length, WorkerLoop.now());
        } catch (Throwable e) {
            bugs.report(e);
        }
    }

    /// The worker whose participant sent this, as far as the packet or its address tells.
    private int owner(InetSocketAddress from, byte[] bytes, int offset, int length) {
        int named = MediaWorker.ownerOf(bytes, offset, length);
        if (named >= 0 && named < all.size()) {
            return named;
        }
        int known = owners.owner(from);
        return known == AddressOwners.NOBODY ? number : known;
    }

    /// What our own socket receives.
    private final class Arrivals implements UdpTransport.Receiver {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
            int owner = all.size() == 1 ? number : owner(from, bytes, offset, length);
            if (owner == number) {
                deliver(from, bytes, offset, length);
            } else if (all.get(owner).door.offer(from, bytes, offset, length)) {
                counters.handedOver++;
            } else {
                counters.handOverFull++;
            }
        }

        @Override
        public void onEndOfTurn() {
            endTurn();
        }
    }

    /// What other workers' sockets received for us.
    private final class HandedOver implements HandOver.Receiver {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
            counters.taken++;
            deliver(from, bytes, offset, length);
        }

        @Override
        public void onEndOfTurn() {
            endTurn();
        }
    }

    private final class MediaOutput implements MediaWorker.Output {
        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            transport.send(to, bytes, offset, length);
        }

        /// Told again with later checks, so that the address stays ours, or becomes ours when another worker lets go of it.
        @Override
        public void addressBound(InetSocketAddress address) {
            if (!owners.bind(address, number, WorkerLoop.now())) {
                counters.addressesRefused++;
            }
        }

        @Override
        public void addressReleased(InetSocketAddress address) {
            owners.release(address, number);
        }

        @Override
        public void offered(String participant, int negotiation, String sdp, List<OfferedTrack> tracks) {
            signaling.onMediaEvent(new MediaEvent.Offered(participant, negotiation, sdp, tracks));
        }

        @Override
        public void published(String room, String participant, String name, List<RoomTrack> tracks) {
            signaling.onMediaEvent(new MediaEvent.Published(room, participant, name, tracks));
        }

        @Override
        public void unpublished(String room, String participant) {
            signaling.onMediaEvent(new MediaEvent.Unpublished(room, participant));
        }

        @Override
        public void played(String participant, int players) {
            signaling.onMediaEvent(new MediaEvent.Played(participant, players));
        }

        @Override
        public void speaking(String room, List<String> participants) {
            signaling.onMediaEvent(new MediaEvent.Speaking(room, participants));
        }

        @Override
        public void mediaClosed(String participant, boolean publishing, CloseReason reason, String explanation) {
            signaling.onMediaEvent(new MediaEvent.Closed(participant, publishing, reason, explanation));
        }

        @Override
        public void sessionClosed(String session, CloseReason reason, String explanation) {
            halfOpen.remove(session);
            sessions.end(session, reason, explanation);
        }
    }
}
