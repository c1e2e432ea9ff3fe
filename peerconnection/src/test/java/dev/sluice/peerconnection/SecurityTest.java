package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceState;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.PacketKind;
import dev.sluice.wire.Time;

class SecurityTest {
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(10 * Time.MILLISECOND);

    @Test
    void aCertificateThatSignalingDidNotNameEndsTheConnection() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
            RtcSessionDescription offer = peers.caller.createOffer().join();
            peers.caller.setLocalDescription(offer).join();
            peers.callee.setRemoteDescription(offer).join();
            peers.callee.setLocalDescription().join();
            String answer = peers.callee.localDescription().orElseThrow().sdp()
                    .replaceAll("(a=fingerprint:sha-256) (..)", "$1 00");
            peers.caller.setRemoteDescription(RtcSessionDescription.answer(answer)).join();
            peers.network.runUntil(() -> peers.caller.connectionState() == PeerConnectionState.FAILED,
                    10 * Time.SECOND);

            assertFalse(peers.caller.failure().isEmpty());
            assertEquals(RtpSender.NOT_SENT, TwoPeers.send(sender, 1));
        }
    }

    @Test
    void forgedMediaIsDroppedAndCounted() {
        try (TwoPeers peers = new TwoPeers(1, LINK); PeerConnection victim = victim(peers)) {
            RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
            Signaling.trickle(peers.caller, victim);
            Signaling.negotiate(peers.caller, victim);
            peers.network.runUntil(() -> TwoPeers.isConnected(peers.caller) && TwoPeers.isConnected(victim),
                    10 * Time.SECOND);
            for (int i = 0; i < 10; i++) {
                TwoPeers.send(sender, i);
            }
            peers.network.run(100 * Time.MILLISECOND);

            RtcStatsReport stats = victim.getStats().join();
            assertTrue(stats.all(RtcStats.Dropped.class).getFirst().packets().get("unprotectFailures") >= 10);
            assertEquals(List.of(), stats.all(RtcStats.InboundRtp.class));
        }
    }

    /// A connection on whose path somebody changes every media packet.
    private static PeerConnection victim(TwoPeers peers) {
        IceAgent.Factory honest = HostIceAgent.factory(peers.calleeHost.at(0));
        return PeerConnectionFactory.builder().loop(peers.calleeHost).handshakeThreads(peers.threads)
                .random(peers.network.random("victim"))
                .ice((loop, random, controlling, listener) -> honest.create(loop, random, controlling,
                        new Forger(listener)))
                .build().create();
    }

    private record Forger(IceAgent.Listener victim) implements IceAgent.Listener {
        @Override
        public void onPacket(byte[] bytes, int offset, int length, long now) {
            if (PacketKind.of(bytes, offset, length) == PacketKind.RTP) {
                bytes[offset + length - 1] ^= 1;
            }
            victim.onPacket(bytes, offset, length, now);
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            victim.onLocalCandidate(candidate);
        }

        @Override
        public void onGatheringComplete() {
            victim.onGatheringComplete();
        }

        @Override
        public void onStateChange(IceState state) {
            victim.onStateChange(state);
        }
    }
}
