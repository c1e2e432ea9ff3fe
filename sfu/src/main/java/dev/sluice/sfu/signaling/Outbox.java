package dev.sluice.sfu.signaling;

import java.util.ArrayDeque;
import java.util.Deque;

/// Numbers what one member is told, and keeps the last of it: whoever resumes on a new socket hears what it has missed.
final class Outbox {
    private record Numbered(long seq, ServerMessage message) {}

    private final int most;
    private final int mostWeight;
    private final Deque<Numbered> kept = new ArrayDeque<>();
    private int weight;
    private long last;

    /// @param most       messages kept
    /// @param mostWeight characters kept, see [ServerMessage#weight]
    Outbox(int most, int mostWeight) {
        this.most = most;
        this.mostWeight = mostWeight;
    }

    /// Numbers a message and sends it, if there is a socket.
    void send(ServerMessage message, MessageSocket socket) {
        last++;
        kept.addLast(new Numbered(last, message));
        weight += message.weight();
        while (kept.size() > most || weight > mostWeight && kept.size() > 1) {
            weight -= kept.removeFirst().message.weight();
        }
        if (socket != null) {
            socket.send(last, message);
        }
    }

    /// Whether all that came after this number is still there.
    boolean canRepeat(long received) {
        return received <= last && received >= last - kept.size();
    }

    void repeat(long received, MessageSocket socket) {
        for (Numbered numbered : kept) {
            if (numbered.seq > received) {
                socket.send(numbered.seq, numbered.message);
            }
        }
    }
}
