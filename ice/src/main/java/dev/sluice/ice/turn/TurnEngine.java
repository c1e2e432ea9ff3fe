package dev.sluice.ice.turn;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.TurnIndication;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A STUN and TURN server that sockets and time are given to; [TurnServer] is one that has them.
///
/// Clients come by ports ([#port]) and connections ([#accept]). Nothing is kept of a client before it has proved who it is, but its open connection. All that
/// is kept is bounded by [TurnLimits], 256 permissions and 256 channels an allocation.
///
/// Sans-IO and confined to one thread. Times are nanoseconds since the server started.
///
/// @rfc 8489 Session Traversal Utilities for NAT (STUN)
/// @rfc 8656 Traversal Using Relays around NAT (TURN)
public final class TurnEngine {
    private final TurnSettings settings;
    private final TurnCounters counters = new TurnCounters();
    private final Deadlines deadlines;
    private final Forwarding forwarding;
    private final Allocations allocations;
    private final Requests requests;
    private final Set<TurnConnection> connections = new LinkedHashSet<>();

    /// Must not call back in.
    public interface Output {
        /// Opens a socket for a relay. Null: the port is taken, or the system has no more.
        UdpSocket openRelay(InetSocketAddress local, UdpLoop.Receiver receiver);

        /// [#deadline] is earlier than before.
        default void deadlineChanged() {}
    }

    /// `random` makes the secret of the nonces, ports and tokens: let it be a secure one.
    public TurnEngine(TurnSettings settings, RandomGenerator random, Output out) {
        this.settings = settings;
        this.deadlines = new Deadlines(out::deadlineChanged);
        PeerPolicy policy = new PeerPolicy(settings);
        this.forwarding = new Forwarding(policy, counters, random);
        this.allocations = new Allocations(settings, policy, forwarding, new RelayPorts(settings, random, out),
                new Reservations(deadlines, random), deadlines);
        Nonces nonces = new Nonces(settings.users().mayHideNames(), random);
        this.requests = new Requests(settings, policy, counters, new Authenticator(settings, nonces),
                new AnswerLimiter(settings.limits().strangerAnswersPerSecond(), random), allocations);
    }

    /// A UDP port where clients come by; answers go out through it.
    public TurnPort port(TurnPort.Output out) {
        return new TurnPort(this, out);
    }

    /// A client has connected over TCP or TLS; when there are too many, the stream is closed at once.
    public TurnConnection accept(InetSocketAddress client, Stream stream, long now) {
        TurnConnection connection = new TurnConnection(this, client, stream, now);
        if (connections.size() >= settings.limits().connections()) {
            connection.onClosed(now);
        } else {
            connections.add(connection);
            watch(connection.patience());
        }
        return connection;
    }

    public TurnCounters counters() {
        return counters;
    }

    public List<TurnAllocation> allocations(long now) {
        return allocations.snapshot(now);
    }

    /// When to call [#onTime] at the latest.
    public long deadline() {
        return deadlines.deadline();
    }

    public void onTime(long now) {
        deadlines.onTime(now);
    }

    /// Ends all allocations and connections.
    public void close(long now) {
        List.copyOf(connections).forEach(connection -> connection.onClosed(now));
        allocations.close(now);
    }

    /// False: it was neither ChannelData nor a Send indication, and is to be looked at as a request.
    boolean forward(Allocation allocation, byte[] bytes, int offset, int length, long now) {
        boolean channelData = ChannelData.isChannelData(bytes, offset, length);
        if (!channelData && !TurnIndication.isIndication(bytes, offset, length, Stun.SEND)) {
            return false;
        }
        if (allocation == null) {
            counters.count(TurnOutcome.NO_ALLOCATION);
        } else if (channelData) {
            forwarding.onChannelData(allocation, bytes, offset, now);
        } else {
            forwarding.onSend(allocation, bytes, offset, length, now);
        }
        return true;
    }

    void onMessage(ClientPath path, byte[] bytes, int offset, int length, long now) {
        if (deadline() <= now) {
            onTime(now);
        }
        requests.onMessage(path, bytes, offset, length, now);
    }

    void remove(Allocation allocation, long now) {
        allocations.remove(allocation, now);
    }

    void remove(TurnConnection connection) {
        connections.remove(connection);
        unwatch(connection.patience());
    }

    void watch(Deadlines.Expiring what) {
        deadlines.watch(what);
    }

    void unwatch(Deadlines.Expiring what) {
        deadlines.forget(what);
    }
}
