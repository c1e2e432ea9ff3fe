package dev.sluice.peerconnection;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// Keeps the packets that overtook the event they depend on: DTLS before the remote fingerprint is known, SRTP before the handshake has given its keys.
///
/// Bounded; what does not fit is dropped, as the network might have done.
final class EarlyPackets {
    interface Handler {
        void onPacket(byte[] bytes, int offset, int length, long now);
    }

    private final int capacity;
    private final Queue<byte[]> packets = new ArrayDeque<>();

    EarlyPackets(int capacity) {
        this.capacity = capacity;
    }

    /// False: there is no room, the packet is lost.
    boolean keep(byte[] bytes, int offset, int length) {
        return packets.size() < capacity && packets.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    void release(long now, Handler handler) {
        for (byte[] packet = packets.poll(); packet != null; packet = packets.poll()) {
            handler.onPacket(packet, 0, packet.length, now);
        }
    }

    void clear() {
        packets.clear();
    }
}
