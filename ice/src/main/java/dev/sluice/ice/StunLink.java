package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop.UdpSocket;

/// Asks a STUN server where it sees a socket, and again every fifteen seconds, which keeps the NAT's mapping as it is and notices when it has changed.
///
/// @rfc 8445 5.1.1.2 Server-Reflexive and Relayed Candidates
/// @rfc 8445 5.1.1.4 Keeping Candidates Alive
final class StunLink implements ServerLink {
    private static final long KEEPALIVE = 15 * SECOND;

    private final UdpSocket socket;
    private final InetSocketAddress server;
    private final RandomGenerator random;
    private final Output out;
    private final StunWriter writer = new StunWriter();
    private final StunWindow window = new StunWindow();
    private TransactionId id;
    private ServerRequest<Void> request;
    private long nextRequest = NEVER;
    private boolean answered;
    private boolean over;

    StunLink(UdpSocket socket, InetSocketAddress server, RandomGenerator random, Output out) {
        this.socket = socket;
        this.server = server;
        this.random = random;
        this.out = out;
    }

    @Override
    public void start(long now) {
        id = TransactionId.random(random);
        byte[] bytes = writer.start(StunClass.REQUEST, Stun.BINDING, id).fingerprint().toByteArray();
        request = new ServerRequest<>(null, bytes, false, 0, now);
        nextRequest = NEVER;
        socket.send(server, bytes, 0, bytes.length);
    }

    @Override
    public boolean take(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        boolean mine = request != null && from.equals(server) && window.wrap(bytes, offset, length)
                && window.isBindingResponse() && window.transactionId().equals(id);
        if (mine) {
            request = null;
            onResponse(now);
        }
        return mine;
    }

    @Override
    public long deadline() {
        return over ? NEVER : request != null ? request.deadline() : nextRequest;
    }

    @Override
    public void onTime(long now) {
        if (over || now < deadline()) {
            return;
        }
        if (request == null) {
            start(now);
            return;
        }
        switch (request.onTime(now)) {
            case RESEND -> socket.send(server, request.bytes(), 0, request.bytes().length);
            case GIVE_UP -> end();
            case NOTHING -> {
                // not its turn
            }
        }
    }

    @Override
    public boolean isSettled() { return answered || over; }

    @Override
    public boolean isOver() { return over; }

    @Override
    public void close() {
        over = true;
    }

    private void onResponse(long now) {
        InetSocketAddress mapped = window.xorMappedAddress();
        if (window.stunClass() == StunClass.SUCCESS_RESPONSE && mapped != null) {
            answered = true;
            nextRequest = now + KEEPALIVE;
            out.reflexive(socket.localAddress(), mapped, server);
            out.settled();
        } else {
            end();
        }
    }

    private void end() {
        over = true;
        out.settled();
    }
}
