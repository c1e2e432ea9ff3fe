package dev.sluice.sfu.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// Runs a worker on a simulated host, the way its documentation tells owners to.
final class WorkerHost implements MediaWorker.Output {
    /// A call of the worker's.
    interface Question<T> {
        T ask(MediaWorker worker, long now);
    }

    /// Takes an offer to a subscriber.
    interface Offered {
        void offered(int negotiation, String sdp, List<OfferedTrack> tracks);
    }

    static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();

    private final SimulatedHost loop;
    private final UdpLoop.UdpSocket socket;
    private final MediaWorker worker;
    private final Map<String, CloseReason> closed = new LinkedHashMap<>();
    private final Set<InetSocketAddress> bound = new HashSet<>();
    private final Map<InetSocketAddress, Long> lastSent = new HashMap<>();
    private final Map<InetSocketAddress, Integer> announcements = new HashMap<>();
    private final Map<String, Offered> offers = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private boolean throwingAway;
    private long taskDelay;
    private UdpLoop.Timer timer;
    private long timerAt = Time.NEVER;

    WorkerHost(SimulatedHost loop, InetSocketAddress address, UnaryOperator<WorkerConfig> config,
            RandomGenerator random,
            HandshakeThreads handshakes) {
        this.loop = loop;
        try {
            socket = loop.open(address, this::onDatagram);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        worker = new MediaWorker(config.apply(WorkerConfig.defaults(0, List.of(address))), random, CERTIFICATE,
                handshakes,
                this::execute, this);
    }

    MediaWorker worker() {
        return worker;
    }

    InetSocketAddress address() {
        return socket.localAddress();
    }

    /// The sessions that ended, and why.
    Map<String, CloseReason> closed() {
        return closed;
    }

    /// The addresses whose packets belong to the worker.
    Set<InetSocketAddress> bound() {
        return bound;
    }

    /// How often the worker has said that the address is its own.
    int announcements(InetSocketAddress address) {
        return announcements.getOrDefault(address, 0);
    }

    boolean hasSentTo(InetSocketAddress address) {
        return lastSent.containsKey(address);
    }

    /// When anything went there last.
    long lastSentTo(InetSocketAddress address) {
        return lastSent.get(address);
    }

    WorkerSnapshot snapshot() {
        return worker.snapshot(loop.now());
    }

    /// Asks the worker something, as its owner does.
    <T> T ask(Question<T> question) {
        T answer = question.ask(worker, loop.now());
        afterwards();
        return answer;
    }

    /// Whom a member's offers go to from now on, when the call that makes them is over.
    void onOffer(String participant, Offered handler) {
        offers.put(participant, handler);
    }

    /// What the rooms were told, oldest first.
    List<String> events() {
        return events;
    }

    JoinResult publish(String room, String name, String offer) {
        JoinResult result = worker.publish(room, name, offer, loop.now());
        afterwards();
        return result;
    }

    JoinResult play(String room, String publisher, String offer) {
        JoinResult result = worker.play(room, publisher, offer, loop.now());
        afterwards();
        return result;
    }

    boolean close(String session) {
        boolean was = worker.close(session, loop.now());
        afterwards();
        return was;
    }

    void shutDown() {
        worker.shutDown(loop.now());
        afterwards();
    }

    /// Takes a datagram as if the network had brought it.
    void receive(InetSocketAddress from, byte[] bytes) {
        onDatagram(from, bytes, 0, bytes.length, loop.now());
    }

    /// Sends nothing from now on.
    void throwAway() {
        throwingAway = true;
    }

    private void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        worker.onPacket(from, bytes, offset, length, now);
        afterwards();
    }

    /// From now on handshakes wait so long for the worker's thread.
    void delayTasks(long delay) {
        taskDelay = delay;
    }

    private void execute(LongConsumer task) {
        loop.execute(() -> {
            if (taskDelay > 0) {
                loop.schedule(loop.now() + taskDelay, () -> run(task));
            } else {
                run(task);
            }
        });
    }

    private void run(LongConsumer task) {
        task.accept(loop.now());
        afterwards();
    }

    private void afterwards() {
        if (loop.now() >= worker.deadline()) {
            worker.onTime(loop.now());
        }
        worker.endOfBatch();
        if (worker.deadline() != timerAt) {
            if (timer != null) {
                timer.cancel();
            }
            timerAt = worker.deadline();
            timer = timerAt == Time.NEVER ? null : loop.schedule(timerAt, this::afterwards);
        }
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        if (throwingAway) {
            return;
        }
        lastSent.put(to, loop.now());
        socket.send(to, bytes, offset, length);
    }

    @Override
    public void addressBound(InetSocketAddress address) {
        bound.add(address);
        announcements.merge(address, 1, Integer::sum);
    }

    @Override
    public void addressReleased(InetSocketAddress address) {
        bound.remove(address);
    }

    @Override
    public void sessionClosed(String session, CloseReason reason, String explanation) {
        closed.put(session, reason);
    }

    @Override
    public void offered(String participant, int negotiation, String sdp, List<OfferedTrack> tracks) {
        Offered handler = offers.get(participant);
        if (handler != null) {
            loop.execute(() -> handler.offered(negotiation, sdp, tracks));
        }
    }

    @Override
    public void published(String room, String participant, String name, List<RoomTrack> tracks) {
        events.add(name + " publishes " + tracks.stream().map(track -> track.mid() + ":" + track.codec()).toList());
    }

    @Override
    public void unpublished(String room, String participant) {
        events.add(participant + " publishes no more");
    }

    @Override
    public void speaking(String room, List<String> participants) {
        events.add("speaking " + participants);
    }

    @Override
    public void mediaClosed(String participant, boolean publishing, CloseReason reason, String explanation) {
        events.add((publishing ? "publisher" : "subscriber") + " closed " + reason);
    }
}
