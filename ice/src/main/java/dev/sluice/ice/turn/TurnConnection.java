package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;

import dev.sluice.ice.TurnFrames;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// A client that has come over TCP or TLS, whoever holds its socket.
///
/// It is closed when its bytes are no messages, and after thirty seconds without an allocation: a connection that is only open costs no longer. Messages may be
/// 2 KB long until there is an allocation, 64 KB afterwards. What the stream refuses is lost, as on UDP. When the connection is closed, its allocation ends.
///
/// @rfc 8656 3.1 Transports
public final class TurnConnection implements StreamReceiver {
    static final long PATIENCE = 30 * SECOND;

    private static final int MOST_OF_STRANGERS = 2_048;

    private final TurnEngine engine;
    private final InetSocketAddress client;
    private final Stream stream;
    private final Path path = new Path();
    private final TurnFrames frames = new TurnFrames(MOST_OF_STRANGERS);
    private final TurnFrames.Output messages = this::onMessage;
    private Allocation allocation;
    private long deadline;
    private boolean closed;

    TurnConnection(TurnEngine engine, InetSocketAddress client, Stream stream, long now) {
        this.engine = engine;
        this.client = client;
        this.stream = stream;
        this.deadline = now + PATIENCE;
    }

    /// It is connected from the start.
    @Override
    public void onConnected(long now) {}

    /// Takes what has arrived, cut as it may be.
    @Override
    public void onBytes(byte[] bytes, int offset, int length, long now) {
        if (!closed && !frames.onBytes(bytes, offset, length, now, messages)) {
            engine.counters().count(TurnOutcome.MALFORMED);
            onClosed(now);
        }
    }

    /// The stream has been closed, or is to be.
    @Override
    public void onClosed(long now) {
        if (closed) {
            return;
        }
        closed = true;
        if (allocation != null) {
            engine.remove(allocation, now);
        }
        engine.remove(this);
        stream.close();
    }

    Deadlines.Expiring patience() {
        return path;
    }

    private void onMessage(byte[] bytes, int offset, int length, long now) {
        if (!closed && !engine.forward(allocation, bytes, offset, length, now)) {
            engine.onMessage(path, bytes, offset, length, now);
        }
    }

    private final class Path implements ClientPath, Deadlines.Expiring {
        @Override
        public InetSocketAddress client() {
            return client;
        }

        @Override
        public boolean isStream() { return true; }

        @Override
        public boolean send(byte[] bytes, int offset, int length) {
            return !closed && stream.send(bytes, offset, length);
        }

        @Override
        public Allocation allocation() {
            return allocation;
        }

        @Override
        public void allocation(Allocation newAllocation, long now) {
            allocation = newAllocation;
            frames.mostLength(newAllocation == null ? MOST_OF_STRANGERS : TurnFrames.LONGEST_MESSAGE);
            engine.unwatch(this);
            if (newAllocation == null && !closed) {
                deadline = now + PATIENCE;
                engine.watch(this);
            }
        }

        @Override
        public long deadline() {
            return closed ? NEVER : deadline;
        }

        @Override
        public void onTime(long now) {
            onClosed(now);
        }
    }
}
