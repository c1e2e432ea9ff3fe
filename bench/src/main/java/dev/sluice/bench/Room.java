package dev.sluice.bench;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.Rtcp;
import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.MediaWorker;
import dev.sluice.sfu.core.WorkerConfig;

/// A worker with one room, one publisher and some subscribers, all connected. While they connect the network is a queue; afterwards it is a buffer that
/// everything is copied into, as the kernel does.
final class Room implements MediaWorker.Output, AutoCloseable {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 10_000);
    private static final int FIRST_PORT = 20_000;
    private static final long CONSENT_INTERVAL = 5 * SECOND;
    private static final int MOST_TURNS = 10_000;

    private record Datagram(InetSocketAddress to, byte[] bytes) {}

    private final RandomGenerator random = new SplittableRandom(1);
    private final HandshakeThreads threads = HandshakeThreads.create();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final MediaWorker worker = new MediaWorker(WorkerConfig.defaults(0, List.of(SERVER)), random,
            DtlsCertificate.generate(), threads,
            task -> tasks.add(() -> task.accept(this.now)), this);
    private final DtlsCertificate certificate = DtlsCertificate.generate();
    private final Map<InetSocketAddress, Visitor> visitors = new LinkedHashMap<>();
    private final Queue<Datagram> toVisitors = new ArrayDeque<>();
    private final byte[] kernel = new byte[1 << 20];
    private final Visitor publisher;
    private boolean joining = true;
    private long now = SECOND;
    private long nextConsent;
    private int kernelFill;
    private int forwarded;

    Room(int subscribers) {
        publisher = newVisitor();
        join(publisher, worker.publish("room", "cam", publisher.offerToPublish(), now));
        for (int i = 0; i < subscribers; i++) {
            Visitor player = newVisitor();
            join(player, worker.play("room", "cam", player.offerToPlay(), now));
        }
        joining = false;
    }

    SrtpSession publisher() {
        return publisher.srtp();
    }

    /// Lets time pass, then takes a packet of the publisher as the loop of a worker does.
    void receive(byte[] packet, int length, long interval) {
        now += interval;
        worker.onPacket(publisher.address, packet, 0, length, now);
        if (now >= worker.deadline()) {
            worker.onTime(now);
        }
        worker.endOfBatch();
    }

    /// Everybody checks now and then, else the worker would have to stop sending.
    void refreshConsent() {
        if (now >= nextConsent) {
            nextConsent = now + CONSENT_INTERVAL;
            visitors.values().forEach(visitor -> deliver(visitor, visitor.check()));
        }
    }

    void startCounting() {
        forwarded = 0;
    }

    /// How many RTP packets were sent since [#startCounting].
    int forwarded() {
        return forwarded;
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        if (joining) {
            toVisitors.add(new Datagram(to, Arrays.copyOfRange(bytes, offset, offset + length)));
            return;
        }
        if (kernelFill + length > kernel.length) {
            kernelFill = 0;
        }
        System.arraycopy(bytes, offset, kernel, kernelFill, length);
        kernelFill += length;
        if ((bytes[offset] & 0xc0) == 0x80 && !Rtcp.isRtcp(bytes, offset, length)) {
            forwarded++;
        }
    }

    @Override
    public void close() {
        worker.shutDown(now);
        threads.close();
    }

    private Visitor newVisitor() {
        Visitor visitor = new Visitor(new InetSocketAddress("198.51.100.1", FIRST_PORT + visitors.size()), random,
                certificate);
        visitors.put(visitor.address, visitor);
        return visitor;
    }

    private void join(Visitor visitor, JoinResult result) {
        switch (result) {
            case JoinResult.Refused(_, String explanation) -> throw new AssertionError(explanation);
            case JoinResult.Joined(_, String answer, _) -> visitor.onAnswer(answer, threads, tasks::add);
        }
        deliver(visitor, visitor.check());
        visitor.shakeHands(now);
        for (int turn = 0; !visitor.isConnected() || !toVisitors.isEmpty(); turn++) {
            if (turn == MOST_TURNS) {
                throw new AssertionError("a participant could not connect: " + worker.snapshot(now));
            }
            takeTurn();
        }
    }

    /// Handshake threads compute, what they made is sent, what was sent arrives.
    private void takeTurn() {
        threads.awaitQuiet();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        for (Visitor visitor : visitors.values()) {
            visitor.takeOutbox().forEach(bytes -> deliver(visitor, bytes));
        }
        for (Datagram datagram = toVisitors.poll(); datagram != null; datagram = toVisitors.poll()) {
            visitors.get(datagram.to).onDatagram(datagram.bytes, now);
        }
        now += MILLISECOND;
        if (now >= worker.deadline()) {
            worker.onTime(now);
        }
    }

    private void deliver(Visitor from, byte[] bytes) {
        worker.onPacket(from.address, bytes, 0, bytes.length, now);
        worker.endOfBatch();
    }
}
