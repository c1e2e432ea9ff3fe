package dev.sluice.sfu.signaling;

/// A participant that came by a WebSocket, which it may lose and replace.
final class Member extends Participant {
    private final String token;
    private final long joined;
    private final Outbox outbox;
    private MessageSocket socket;
    private long lastTaken = Incoming.UNNUMBERED;
    private int lastOffer = -1;
    private Timers.Timer grace;

    /// @param joined counts members: who joined later has the larger number
    Member(String id, String name, Room room, String token, long joined, Outbox outbox, MessageSocket socket) {
        super(id, name, room);
        this.token = token;
        this.joined = joined;
        this.outbox = outbox;
        this.socket = socket;
    }

    String token() {
        return token;
    }

    boolean joinedAfter(Member other) {
        return joined > other.joined;
    }

    Outbox outbox() {
        return outbox;
    }

    void send(ServerMessage message) {
        outbox.send(message, socket);
    }

    void fail(ErrorCode code, String text, ClientMessage of) {
        send(new ServerMessage.Failure(code, text, of.type(), null));
    }

    void fail(ErrorCode code, String text, ClientMessage of, Integer negotiation) {
        send(new ServerMessage.Failure(code, text, of.type(), negotiation));
    }

    // Its socket.

    /// Null while it is away.
    MessageSocket socket() {
        return socket;
    }

    void attach(MessageSocket changed) {
        socket = changed;
        endGrace();
    }

    void detach(Timers.Timer timer) {
        socket = null;
        grace = timer;
    }

    void endGrace() {
        if (grace != null) {
            grace.cancel();
            grace = null;
        }
    }

    @Override
    boolean isAway() { return socket == null; }

    // What it has sent.

    /// False: it was taken before, on this socket or an earlier one.
    boolean take(long seq) {
        if (seq == Incoming.UNNUMBERED) {
            return true;
        }
        if (seq <= lastTaken) {
            return false;
        }
        lastTaken = seq;
        return true;
    }

    long lastTaken() {
        return lastTaken;
    }

    /// False: an offer with this number or a later one of this connection was taken before.
    boolean takeOffer(int negotiation) {
        if (negotiation <= lastOffer) {
            return false;
        }
        lastOffer = negotiation;
        return true;
    }

    /// The next offer is of a new connection, which counts anew.
    void forgetOffers() {
        lastOffer = -1;
    }
}
