package dev.sluice.bench;

import static dev.sluice.wire.Time.MILLISECOND;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One video packet of 1,200 bytes through the server's core, from the publisher's datagram to the datagrams of all subscribers: the time is that of the
/// packet and all of its copies together.
///
/// A real [MediaWorker][dev.sluice.sfu.core.MediaWorker] holds a room of one publisher and some subscribers, who joined with an offer, ICE checks and a DTLS handshake.
/// Timed are: demultiplexing, SRTP opening, statistics, the retransmission cache, and for each subscriber the copy, the rewriting, SRTP protection and one more
/// copy into a buffer where the kernel would take it. Also timed is what the worker does by itself as time passes (reports, feedback to the publisher):
/// virtual time goes on by 2 ms with each packet. Not timed: sockets; the protection by the publisher, which happens for a batch of packets while the clock
/// stands; the subscribers' reports and checks. After each batch it is verified that every subscriber was sent every packet.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class ForwardBenchmark {
    private static final int BATCH = 256;
    private static final int SIZE = 1_200;
    private static final long INTERVAL = 2 * MILLISECOND;

    @Param({"1", "10", "50"})
    public int subscribers;

    private final Stream stream = new Stream(BATCH, SIZE);
    private Room room;

    @Setup
    public void open() {
        room = new Room(subscribers);
        protectBatch();
        forwardBatch();                         // begins with the keyframe that the subscriptions wait for
    }

    @Setup(Level.Invocation)
    public void protectBatch() {
        room.refreshConsent();
        stream.protectBatch(room.publisher());
        room.startCounting();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int onePacketTo(Meter meter) {
        meter.start();
        forwardBatch();
        meter.stop(BATCH);
        return room.forwarded();
    }

    @TearDown(Level.Invocation)
    public void verify() {
        if (room.forwarded() != BATCH * subscribers) {
            throw new AssertionError(
                    room.forwarded() + " packets were sent for " + BATCH + " to each of " + subscribers);
        }
    }

    @TearDown
    public void close() {
        room.close();
    }

    private void forwardBatch() {
        for (int i = 0; i < BATCH; i++) {
            room.receive(stream.packet(i), stream.length(i), INTERVAL);
        }
    }
}
