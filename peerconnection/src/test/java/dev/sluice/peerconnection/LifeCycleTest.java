package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.IceState;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// The states a connection goes through, and what is left of it afterwards.
class LifeCycleTest {
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(10 * Time.MILLISECOND);

    @Test
    void statesAreToldInOrder() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            List<Object> states = new ArrayList<>();
            peers.caller.onConnectionStateChange(states::add);
            peers.caller.onIceGatheringStateChange(states::add);
            peers.caller.addTransceiver("audio", Direction.SENDRECV);
            peers.negotiate();
            peers.awaitConnected();

            assertEquals(
                    List.of(IceGatheringState.GATHERING, IceGatheringState.COMPLETE, PeerConnectionState.CONNECTING,
                            PeerConnectionState.CONNECTED),
                    states);
        }
    }

    @Test
    void theEventsOfAnOperationComeBeforeItsEnd() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            List<String> order = new ArrayList<>();
            peers.callee.onTrack(_ -> order.add("track"));
            peers.callee.onSignalingStateChange(_ -> order.add("state"));
            peers.caller.addTransceiver("audio", Direction.SENDRECV);
            peers.callee.setRemoteDescription(peers.caller.createOffer().join()).thenRun(() -> order.add("done"));

            assertEquals(List.of("track", "state", "done"), order);
        }
    }

    @Test
    void aClosedConnectionLeavesNoSocketTimerOrHandshake() {
        TwoPeers peers = new TwoPeers(1, LINK);
        RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
        peers.negotiate();
        peers.awaitConnected();
        TwoPeers.send(sender, 1);
        peers.network.run(Time.SECOND);

        peers.close();

        assertEquals(RtpSender.NOT_SENT, TwoPeers.send(sender, 2));
        assertEquals(0, peers.callerHost.openSockets() + peers.calleeHost.openSockets());
        assertEquals(0, peers.callerHost.pendingTimers() + peers.calleeHost.pendingTimers());
        assertEquals(0, peers.threads.active());
        assertEquals(IceState.CLOSED, peers.caller.iceConnectionState());
        assertEquals(PeerConnectionState.CLOSED, peers.caller.connectionState());
    }

    @Test
    void closingInTheMiddleOfTheHandshakeLeavesNothingEither() {
        TwoPeers peers = new TwoPeers(1, LINK);
        peers.caller.addTransceiver("video", Direction.SENDRECV);
        peers.negotiate();
        peers.network.runUntil(() -> peers.threads.active() > 0, 5 * Time.SECOND);

        peers.close();
        peers.threads.awaitQuiet();
        peers.network.run(Time.SECOND);

        assertEquals(0, peers.callerHost.openSockets() + peers.calleeHost.openSockets());
        assertEquals(0, peers.callerHost.pendingTimers() + peers.calleeHost.pendingTimers());
        assertEquals(0, peers.threads.active());
    }

    @Test
    void aConnectionMayBeClosedFromItsOwnHandlers() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
            peers.callee.onTrack(track -> track.receiver().onPacket(_ -> peers.callee.close()));
            peers.negotiate();
            peers.awaitConnected();
            TwoPeers.send(sender, 1);
            peers.network.run(Time.SECOND);

            assertEquals(PeerConnectionState.CLOSED, peers.callee.connectionState());
            assertEquals(0, peers.calleeHost.openSockets());
        }
    }

    @Test
    void theOtherSideHearsThatAStreamHasEnded() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            List<String> heard = new ArrayList<>();
            RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
            peers.callee.onTrack(track -> {
                track.receiver().onPacket(_ -> heard.add("packet"));
                track.receiver().onEnd(() -> heard.add("end"));
            });
            peers.negotiate();
            peers.awaitConnected();
            TwoPeers.send(sender, 1);
            peers.network.run(Time.SECOND);
            peers.caller.close();
            peers.network.run(Time.SECOND);

            assertEquals(List.of("packet", "end"), heard);
            assertEquals(PeerConnectionState.DISCONNECTED, peers.callee.connectionState());
        }
    }

    @Test
    void aPathThatBreaksIsNoticedAndHeals() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            peers.caller.addTransceiver("video", Direction.SENDRECV);
            peers.negotiate();
            peers.awaitConnected();
            List<PeerConnectionState> states = new ArrayList<>();
            peers.caller.onConnectionStateChange(states::add);

            peers.network.link(LINK.withLoss(1));
            peers.network.run(15 * Time.SECOND);
            peers.network.link(LINK);
            peers.network.run(15 * Time.SECOND);
            assertEquals(List.of(PeerConnectionState.DISCONNECTED, PeerConnectionState.CONNECTED), states);

            peers.network.link(LINK.withLoss(1));
            peers.network.run(60 * Time.SECOND);
            assertEquals(PeerConnectionState.FAILED, states.getLast());
        }
    }

    @Test
    void aHandlerThatThrowsDoesNotStopTheOthers() {
        try (TwoPeers peers = new TwoPeers(1, LINK)) {
            List<String> heard = new ArrayList<>();
            peers.callee.onTrack(_ -> {
                throw new IllegalStateException("the application's fault");
            });
            peers.callee.onSignalingStateChange(_ -> heard.add("state"));
            peers.caller.addTransceiver("video", Direction.SENDRECV);
            RtcSessionDescription offer = peers.caller.createOffer().join();

            org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class,
                    () -> peers.callee.setRemoteDescription(offer));
            peers.network.run(Time.SECOND);

            assertTrue(heard.contains("state"));
            assertEquals(SignalingState.HAVE_REMOTE_OFFER, peers.callee.signalingState());
        }
    }
}
