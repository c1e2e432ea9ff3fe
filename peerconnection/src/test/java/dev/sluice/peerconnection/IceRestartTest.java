package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// New credentials and candidates in the middle of a call.
class IceRestartTest {
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(10 * Time.MILLISECOND);

    private final TwoPeers peers = new TwoPeers(1, LINK);
    private final PeerConnection caller = peers.caller;
    private final PeerConnection callee = peers.callee;
    private final List<Integer> received = new ArrayList<>();
    private RtpSender sender;

    @BeforeEach
    void call() {
        sender = caller.addTransceiver("video", Direction.SENDRECV).sender();
        callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));
        peers.negotiate();
        peers.awaitConnected();
    }

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void mediaFlowsThroughIt() {
        String ufragBefore = ufrag(caller);
        String calleesBefore = ufrag(callee);
        caller.restartIce();
        for (int i = 0; i < 200; i++) {
            TwoPeers.send(sender, i);
            if (i == 50) {
                peers.negotiate();
            }
            peers.network.run(5 * Time.MILLISECOND);
        }
        peers.network.run(Time.SECOND);

        assertEquals(IntStream.range(0, 200).boxed().toList(), received);
        assertNotEquals(ufragBefore, ufrag(caller));
        assertNotEquals(calleesBefore, ufrag(callee));
        assertEquals(1, peers.callerHost.openSockets(), "the old agent is gone");
        assertEquals(1, peers.calleeHost.openSockets());
    }

    @Test
    void theAnsweringSideMayAskForIt() {
        List<String> needed = new ArrayList<>();
        callee.onNegotiationNeeded(() -> needed.add("needed"));
        callee.restartIce();
        assertEquals(List.of("needed"), needed);

        String before = ufrag(caller);
        Signaling.negotiate(callee, caller);
        peers.network.run(Time.SECOND);

        assertNotEquals(before, ufrag(caller));
        assertTrue(TwoPeers.isConnected(caller) && TwoPeers.isConnected(callee));
        assertEquals(1, peers.callerHost.openSockets());
    }

    @Test
    void bringsAFailedConnectionBackToLife() {
        peers.network.link(LINK.withLoss(1));
        peers.network.run(60 * Time.SECOND);
        assertEquals(PeerConnectionState.FAILED, caller.connectionState());
        peers.network.link(LINK);

        caller.restartIce();
        peers.negotiate();
        peers.awaitConnected();
        TwoPeers.send(sender, 1);
        peers.network.run(Time.SECOND);

        assertEquals(List.of(1), received);
    }

    @Test
    void takenBackItLeavesTheOldPathAlone() {
        String before = ufrag(caller);
        caller.restartIce();
        caller.setLocalDescription().join();
        assertNotEquals(before, ufrag(caller));
        assertEquals(2, peers.callerHost.openSockets());

        caller.setLocalDescription(RtcSessionDescription.rollback()).join();
        TwoPeers.send(sender, 1);
        peers.network.run(Time.SECOND);

        assertEquals(before, ufrag(caller));
        assertEquals(List.of(1), received);
        assertEquals(1, peers.callerHost.openSockets());
    }

    @Test
    void anOfferBeforeThePathIsFoundDoesNotDisturbIt() {
        try (TwoPeers others = new TwoPeers(2, LINK)) {
            others.caller.addTransceiver("audio", Direction.SENDRECV);
            others.negotiate();
            others.caller.addTransceiver("video", Direction.SENDRECV);
            others.negotiate();
            Signaling.negotiate(others.callee, others.caller);

            others.awaitConnected();
        }
    }

    private static String ufrag(PeerConnection peer) {
        SessionDescription description = SessionDescription.parse(peer.localDescription().orElseThrow().sdp());
        return description.transport(description.media().getFirst()).iceUfrag();
    }
}
