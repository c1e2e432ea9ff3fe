package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// Relayed candidates: an allocation on a TURN server, reached from one of our sockets or over a stream.
///
/// To the checks each relay is a socket like any other: [Relay#send] goes to the [TurnClient], which gives what peers send to whoever listens.
///
/// @rfc 8445 5.1.1.2 Server-Reflexive and Relayed Candidates
final class TurnLink implements ServerLink, TurnClient.Output {
    private final UdpLoop loop;
    private final IceServer server;
    private final TurnTransport transport;
    private final int localPreference;
    private final Output out;
    private final TurnClient client;
    private final List<LocalCandidate> relays = new ArrayList<>();
    private boolean over;

    /// `localPreference` orders the relays of several servers.
    TurnLink(UdpLoop loop, IceServer server, TurnTransport transport, int localPreference, RandomGenerator random,
            Output out) {
        this.loop = loop;
        this.server = server;
        this.transport = transport;
        this.localPreference = localPreference;
        this.out = out;
        boolean reliable = server.transport() != IceServer.Transport.UDP;
        this.client = new TurnClient(server.username(), server.credential(), reliable, random, this);
    }

    @Override
    public void start(long now) {
        transport.open(new TurnTransport.Output() {
            @Override
            public void onOpen(long time) {
                client.allocate(time);
                out.rearm();
            }

            @Override
            public void onMessage(byte[] bytes, int offset, int length, long time) {
                client.onPacket(bytes, offset, length, time);
                out.onServer();
            }

            @Override
            public void onClosed() {
                failed(TurnClient.UNREACHABLE);
                out.onServer();
            }
        }, now);
    }

    @Override
    public boolean take(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        boolean mine = server.transport() == IceServer.Transport.UDP && from.equals(server.address())
                && (ChannelData.isChannelData(bytes, offset, length) || client.expects(bytes, offset, length));
        if (mine && !over) {
            client.onPacket(bytes, offset, length, now);
        }
        return mine;
    }

    @Override
    public long deadline() {
        return over ? NEVER : client.deadline();
    }

    @Override
    public void onTime(long now) {
        if (!over) {
            client.onTime(now);
        }
    }

    @Override
    public boolean isSettled() { return over || !relays.isEmpty(); }

    @Override
    public boolean isOver() { return over; }

    @Override
    public void close() {
        over = true;
        client.close();
        transport.close();
    }

    @Override
    public void transmit(byte[] bytes, int offset, int length) {
        transport.send(bytes, offset, length);
    }

    @Override
    public void allocated(List<InetSocketAddress> addresses, InetSocketAddress mapped) {
        for (InetSocketAddress address : addresses) {
            IceCandidate candidate = IceCandidate.fromServer(IceCandidateType.RELAYED, address, localPreference, mapped,
                    server.address());
            relays.add(new LocalCandidate(candidate, new Relay(address)));
        }
        if (transport.base() != null) {
            out.reflexive(transport.base(), mapped, server.address());
        }
        relays.forEach(out::relayed);
        out.settled();
    }

    @Override
    public void failed(int error) {
        if (over) {
            return;
        }
        over = true;
        transport.close();
        relays.forEach(out::lost);
        out.settled();
    }

    @Override
    public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        for (LocalCandidate relay : relays) {
            if (relay.address().getAddress().getClass() == from.getAddress().getClass()) {
                out.onDatagram(relay, from, bytes, offset, length, now);
                return;
            }
        }
    }

    private final class Relay implements UdpSocket {
        private final InetSocketAddress address;

        Relay(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public InetSocketAddress localAddress() {
            return address;
        }

        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            int asked = client.requests();
            boolean sent = client.send(to, bytes, offset, length, loop.now());
            if (client.requests() != asked) {
                out.rearm();
            }
            return sent;
        }

        @Override
        public void close() {
            // with the allocation
        }
    }
}
