package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.SECOND;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.ice.HostIceAgent;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;

/// Two connections on two hosts of a simulated network, and the signaling between them.
final class TwoPeers implements AutoCloseable {
    final SimulatedNetwork network;
    final SimulatedHost callerHost;
    final SimulatedHost calleeHost;
    final HandshakeThreads threads = HandshakeThreads.create();
    final PeerConnection caller;
    final PeerConnection callee;

    TwoPeers(long seed, LinkProfile link) {
        this(seed, link, RtcConfiguration.defaults(), RtcConfiguration.defaults());
    }

    /// Two peers without signaling: the test carries everything itself.
    static TwoPeers strangers(long seed, LinkProfile link) {
        TwoPeers peers = new TwoPeers(seed, link);
        peers.caller.onIceCandidate(_ -> {});
        peers.callee.onIceCandidate(_ -> {});
        peers.caller.onSignalingStateChange(_ -> {});
        peers.callee.onSignalingStateChange(_ -> {});
        return peers;
    }

    TwoPeers(long seed, LinkProfile link, RtcConfiguration callers, RtcConfiguration callees) {
        network = new SimulatedNetwork(seed);
        network.link(link);
        network.beforeTimeMoves(threads::awaitQuiet);
        callerHost = network.host("192.0.2.1");
        calleeHost = network.host("192.0.2.2");
        caller = factory(callerHost, callers).create();
        callee = factory(calleeHost, callees).create();
        Signaling.trickle(caller, callee);
    }

    PeerConnectionFactory factory(SimulatedHost host, RtcConfiguration configuration) {
        return PeerConnectionFactory.builder().loop(host).handshakeThreads(threads)
                .random(network.random(host.addresses().toString()))
                .ice(HostIceAgent.factory(host.at(0))).configuration(configuration).clock(() -> Instant.EPOCH).build();
    }

    void negotiate() {
        Signaling.negotiate(caller, callee);
    }

    void awaitConnected() {
        network.runUntil(() -> isConnected(caller) && isConnected(callee), 20 * SECOND);
    }

    static boolean isConnected(PeerConnection peer) {
        return peer.connectionState() == PeerConnectionState.CONNECTED;
    }

    /// Collects what arrives: of each packet the number that [#send] put into it.
    static void collect(RtpReceiver receiver, List<Integer> numbers) {
        receiver.onPacket(packet -> numbers
                .add(ByteBuffer.wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength()).getInt()));
    }

    static int send(RtpSender sender, int number) {
        byte[] payload = ByteBuffer.allocate(100).putInt(number).array();
        return sender.send(payload, 0, payload.length, number * 3_000L, true);
    }

    @Override
    public void close() {
        caller.close();
        callee.close();
        threads.close();
    }
}
