package dev.sluice.ice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;

import org.ice4j.ice.RelayedCandidate;
import org.ice4j.socket.IceSocketWrapper;

/// The way through a TURN server. Here alone packets pass through ice4j, because it wraps and unwraps them; a virtual thread waits for those that come back.
final class Ice4jRelay {
    private static final int MOST_DATAGRAM = 2048;

    private final RelayedCandidate candidate;
    private final IceSocketWrapper socket;

    /// Called on the relay's virtual thread; the bytes are the receiver's.
    interface Receiver {
        void onRelayed(InetSocketAddress from, byte[] bytes);
    }

    Ice4jRelay(RelayedCandidate candidate, Receiver receiver) {
        this.candidate = candidate;
        this.socket = candidate.getCandidateIceSocketWrapper();
        Thread.ofVirtual().name("sluice-ice4j-relay").start(() -> receive(receiver));
    }

    boolean isOf(RelayedCandidate other) {
        return candidate == other;
    }

    void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        try {
            socket.send(new DatagramPacket(copy, copy.length, to));
        } catch (IOException e) {
            // a loss like any other: the TURN server may be gone, which consent will notice
        }
    }

    /// Asks the server to end the allocation. Needs the agent's sockets.
    void close() {
        socket.close();
    }

    private void receive(Receiver receiver) {
        DatagramPacket packet = new DatagramPacket(new byte[MOST_DATAGRAM], MOST_DATAGRAM);
        try {
            while (true) {
                packet.setLength(MOST_DATAGRAM);
                socket.receive(packet);
                byte[] copy = Arrays.copyOfRange(packet.getData(), packet.getOffset(),
                        packet.getOffset() + packet.getLength());
                receiver.onRelayed((InetSocketAddress) packet.getSocketAddress(), copy);
            }
        } catch (IOException e) {
            // ice4j has closed the candidate: nothing comes any more
        }
    }
}
