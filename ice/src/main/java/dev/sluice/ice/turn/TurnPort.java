package dev.sluice.ice.turn;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import dev.sluice.wire.UdpLoop;

/// A UDP port where clients reach a [TurnEngine]; it may be one that other protocols share (PacketKind tells them apart).
public final class TurnPort implements UdpLoop.Receiver {
    private final TurnEngine engine;
    private final Output out;
    private final Map<InetSocketAddress, Allocation> allocations = new HashMap<>();

    /// Must not call back in.
    public interface Output {
        /// Sends one datagram from the port. False: the system refused it.
        boolean send(InetSocketAddress to, byte[] bytes, int offset, int length);
    }

    TurnPort(TurnEngine engine, Output out) {
        this.engine = engine;
        this.out = out;
    }

    /// Takes a datagram that is STUN or ChannelData.
    @Override
    public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        Allocation allocation = allocations.get(from);
        if (!engine.forward(allocation, bytes, offset, length, now)) {
            engine.onMessage(allocation == null ? new Path(from) : allocation.path(), bytes, offset, length, now);
        }
    }

    private final class Path implements ClientPath {
        private final InetSocketAddress client;

        Path(InetSocketAddress client) {
            this.client = client;
        }

        @Override
        public InetSocketAddress client() {
            return client;
        }

        @Override
        public boolean isStream() { return false; }

        @Override
        public boolean send(byte[] bytes, int offset, int length) {
            return out.send(client, bytes, offset, length);
        }

        @Override
        public Allocation allocation() {
            return allocations.get(client);
        }

        @Override
        public void allocation(Allocation allocation, long now) {
            if (allocation == null) {
                allocations.remove(client);
            } else {
                allocations.put(client, allocation);
            }
        }
    }
}
