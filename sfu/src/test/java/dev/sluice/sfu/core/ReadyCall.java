package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.sdp.Direction;

/// A publisher and its players, connected, without the network between: packets go straight into the worker, and what it sends is thrown away.
final class ReadyCall implements AutoCloseable {
    private static final int PAYLOAD = 1_170;

    private final Scene scene = new Scene(12);
    private final ScriptedPeer publisher = scene.publisher("room", "cam");
    private final List<byte[]> packets = new ArrayList<>();
    private final byte[] buffer = new byte[2048];
    private final long now;
    private int next;

    ReadyCall(int players, int packetsToCome) {
        for (int i = 0; i < players; i++) {
            scene.player("room", "cam", Sections.video("1", Direction.RECVONLY, 0, 0));
        }
        for (int number = 0; number < packetsToCome; number++) {
            packets.add(publisher.protectedCopy(plain(number)));
        }
        scene.server.throwAway();
        now = scene.network.now();
    }

    /// A packet of 1,200 bytes with a header extension, the first one a keyframe.
    static byte[] plain(int number) {
        byte[] payload = Rtp.payload(number, PAYLOAD);
        payload[0] = 0x10;
        payload[1] = (byte) (number == 0 ? 0 : 1);
        return Rtp.withMid(Rtp.packet(Sections.VP8, number, number * 300L, Scene.VIDEO_SSRC, false, payload), "1");
    }

    /// Lets the worker take the next packets of the publisher.
    void receive(int count) {
        MediaWorker worker = scene.server.worker();
        for (int i = 0; i < count; i++) {
            byte[] packet = packets.get(next++);
            System.arraycopy(packet, 0, buffer, 0, packet.length);
            worker.onPacket(publisher.address(), buffer, 0, packet.length, now);
        }
    }

    long forwarded() {
        return scene.server.snapshot().packetsForwarded();
    }

    @Override
    public void close() {
        scene.close();
    }
}
