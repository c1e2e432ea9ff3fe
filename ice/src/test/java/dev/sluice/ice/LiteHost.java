package dev.sluice.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

import dev.sluice.wire.PacketKind;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Timer;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A server with one lite session on one socket, which echoes what a validated address sends to the selected one.
final class LiteHost implements IceLiteSession.Output {
    final IceCredentials credentials;
    final IceLiteSession session;
    private final UdpLoop loop;
    private final UdpSocket socket;
    private Timer timer;
    volatile InetSocketAddress selected;
    volatile int selections;
    volatile boolean expired;

    LiteHost(UdpLoop loop, RandomGenerator random, InetSocketAddress address) {
        this.loop = loop;
        this.credentials = IceCredentials.generate(random, "s");
        this.session = new IceLiteSession(credentials, loop.now());
        try {
            this.socket = loop.open(address, this::onDatagram);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        arm();
    }

    IceCandidate candidate() {
        return IceCandidate.host(socket.localAddress(), IceCandidate.MOST_LOCAL_PREFERENCE);
    }

    void serve(Peer peer) {
        peer.agent.remote(credentials, true);
        peer.agent.addRemoteCandidate(candidate());
        peer.agent.endOfRemoteCandidates();
    }

    void close() {
        timer.cancel();
        socket.close();
    }

    private void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        if (PacketKind.of(bytes, offset, length) == PacketKind.STUN) {
            session.onPacket(from, bytes, offset, length, now, this);
        } else if (session.isValidated(from)) {
            socket.send(session.selectedAddress(), bytes, offset, length);
        }
    }

    private void arm() {
        timer = loop.schedule(session.deadline(), () -> {
            session.onTime(loop.now(), this);
            arm();
        });
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        socket.send(to, bytes, offset, length);
    }

    @Override
    public void addressValidated(InetSocketAddress address) {}

    @Override
    public void selected(InetSocketAddress address) {
        selected = address;
        selections++;
    }

    @Override
    public void consentExpired() {
        expired = true;
    }
}
