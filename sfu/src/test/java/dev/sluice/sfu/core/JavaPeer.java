package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnection;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.peerconnection.PeerConnectionState;
import dev.sluice.peerconnection.RtcConfiguration;
import dev.sluice.peerconnection.RtcSessionDescription;
import dev.sluice.peerconnection.RtpReceiver;
import dev.sluice.peerconnection.RtpSender;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.SimulatedHost;

/// A real participant: a PeerConnection that publishes or plays one track, and checks every byte of what it receives.
final class JavaPeer implements AutoCloseable {
    private static final int LENGTH = 300;

    private final PeerConnection connection;
    private RtpSender sender;
    private int received;
    private int wrong;

    private JavaPeer(Scene scene) {
        SimulatedHost host = scene.nextHost();
        RtcConfiguration patient = RtcConfiguration.defaults().withMaxReorderWait(10 * SECOND).withRetransmission(8_192,
                100);
        PeerConnectionFactory factory = PeerConnectionFactory.builder().loop(host).handshakeThreads(scene.handshakes)
                .random(scene.network.random(host.addresses().toString())).ice(HostIceAgent.factory(host.at(0)))
                .configuration(patient)
                .clock(() -> Instant.EPOCH).build();
        connection = factory.create();
        connection.onTrack(track -> track.receiver().onPacket(this::check));
    }

    static JavaPeer publisher(Scene scene, String room, String name, String kind) {
        JavaPeer peer = new JavaPeer(scene);
        peer.sender = peer.connection.addTransceiver(kind, Direction.SENDONLY).sender();
        peer.join(scene, scene.server.publish(room, name, peer.offer()));
        return peer;
    }

    static JavaPeer player(Scene scene, String room, String publisher, String kind) {
        JavaPeer peer = new JavaPeer(scene);
        peer.connection.addTransceiver(kind, Direction.RECVONLY);
        peer.join(scene, scene.server.play(room, publisher, peer.offer()));
        return peer;
    }

    private String offer() {
        RtcSessionDescription offer = connection.createOffer().join();
        connection.setLocalDescription(offer).join();
        return offer.sdp();
    }

    private void join(Scene scene, JoinResult result) {
        if (!(result instanceof JoinResult.Joined joined)) {
            throw new AssertionError("refused: " + result);
        }
        connection.setRemoteDescription(RtcSessionDescription.answer(joined.answer())).join();
        scene.network.runUntil(() -> connection.connectionState() == PeerConnectionState.CONNECTED, 20 * SECOND);
    }

    RtpReceiver receiver() {
        return connection.transceivers().getFirst().receiver();
    }

    /// Sends the packet of this number; 0 is a keyframe, as far as VP8 goes.
    void send(int number) {
        byte[] payload = payload(number);
        sender.send(payload, 0, payload.length, number * 270L, true);
    }

    int received() {
        return received;
    }

    void assertReceived(int count) {
        assertEquals(0, wrong, "packets that are not what was sent, or not in order");
        assertEquals(count, received);
    }

    private void check(RtpPacket packet) {
        byte[] expected = payload(received);
        boolean same = Arrays.equals(expected, 0, LENGTH, packet.bytes(), packet.payloadOffset(),
                packet.payloadOffset() + packet.payloadLength());
        wrong += same ? 0 : 1;
        received++;
    }

    private static byte[] payload(int number) {
        byte[] payload = new byte[LENGTH];
        Arrays.fill(payload, (byte) (number * 7));
        payload[0] = 0x10;
        payload[1] = (byte) (number == 0 ? 0 : 1);
        ByteBuffer.wrap(payload).putInt(2, number);
        return payload;
    }

    @Override
    public void close() {
        connection.close();
    }
}
