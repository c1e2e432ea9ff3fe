package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// What changes after the first agreement, what is taken back before it, and what both sides want at once.
class RenegotiationTest {
    private final TwoPeers peers = new TwoPeers(1, LinkProfile.IDEAL.withDelay(10 * Time.MILLISECOND));
    private final PeerConnection caller = peers.caller;
    private final PeerConnection callee = peers.callee;
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void aTrackAddedDuringTheCallFlowsOverTheSamePath() {
        caller.addTransceiver("audio", Direction.SENDRECV);
        peers.negotiate();
        peers.awaitConnected();
        List<Integer> received = new ArrayList<>();
        callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));

        RtpSender video = caller.addTrack("video", "screen");
        peers.negotiate();
        TwoPeers.send(video, 7);
        peers.network.run(Time.SECOND);

        assertEquals(List.of(7), received);
        assertEquals(1, peers.callerHost.openSockets());
    }

    @Test
    void theOtherSideMayOfferNext() {
        caller.addTransceiver("audio", Direction.SENDRECV);
        peers.negotiate();
        peers.awaitConnected();
        List<Integer> received = new ArrayList<>();
        caller.onTrack(track -> TwoPeers.collect(track.receiver(), received));

        RtpSender video = callee.addTrack("video");
        Signaling.negotiate(callee, caller);
        TwoPeers.send(video, 7);
        peers.network.run(Time.SECOND);

        assertEquals(List.of(7), received);
        assertEquals(List.of("0", "1"), caller.transceivers().stream().map(one -> one.mid().orElseThrow()).toList());
    }

    @Test
    void bothSidesKeepTheirNumbersWhoeverOffers() {
        caller.addTransceiver("video", Direction.SENDRECV);
        peers.negotiate();

        List<RtpCodec> before = media(caller.localDescription(), 0).codecs();
        Signaling.negotiate(callee, caller);

        assertEquals(before, media(callee.localDescription(), 0).codecs());
        assertEquals(media(caller.localDescription(), 0).extmaps(), media(callee.localDescription(), 0).extmaps());
    }

    @Test
    void aDirectionChangesWithTheNextAgreement() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDRECV);
        peers.negotiate();
        peers.awaitConnected();
        assertTrue(transceiver.sender().isSending());

        transceiver.direction(Direction.INACTIVE);
        assertEquals(Optional.of(Direction.RECVONLY), callee.transceivers().getFirst().currentDirection());
        peers.negotiate();

        assertFalse(transceiver.sender().isSending());
        assertEquals(Optional.of(Direction.INACTIVE), transceiver.currentDirection());
        transceiver.direction(Direction.SENDONLY);
        peers.negotiate();
        assertTrue(transceiver.sender().isSending());
    }

    @Test
    void aStoppedSectionStaysInItsPlaceAndIsUsedAgain() {
        RtpTransceiver first = caller.addTransceiver("video", Direction.SENDRECV);
        caller.addTransceiver("video", Direction.SENDRECV);
        peers.negotiate();

        first.stop();
        peers.negotiate();
        assertTrue(first.isStopped());
        assertTrue(media(caller.localDescription(), 0).isRejected());
        assertTrue(media(callee.localDescription(), 0).isRejected());
        assertFalse(media(callee.localDescription(), 1).isRejected());

        RtpTransceiver third = caller.addTransceiver("video", Direction.SENDRECV);
        peers.negotiate();
        assertEquals(2, SessionDescription.parse(caller.localDescription().orElseThrow().sdp()).media().size());
        assertFalse(media(callee.localDescription(), 0).isRejected());
        assertNotEquals(first.mid(), third.mid());
        assertEquals(2, callee.transceivers().stream().filter(one -> !one.isStopped()).count());
    }

    @Test
    void oneSideMayStopWhatTheOtherOffered() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDRECV);
        caller.addTransceiver("audio", Direction.SENDRECV);
        RtcSessionDescription offer = caller.createOffer().join();
        caller.setLocalDescription(offer).join();
        callee.setRemoteDescription(offer).join();
        callee.transceivers().getFirst().stop();
        callee.setLocalDescription().join();
        caller.setRemoteDescription(callee.localDescription().orElseThrow()).join();

        assertTrue(transceiver.isStopped());
        peers.awaitConnected();
    }

    @Test
    void anOfferTakenBackLeavesNothingBehind() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDRECV);
        RtcSessionDescription offer = caller.createOffer().join();
        caller.setLocalDescription(offer).join();
        callee.setRemoteDescription(offer).join();
        assertEquals(1, callee.transceivers().size());

        caller.setLocalDescription(RtcSessionDescription.rollback()).join();
        callee.setRemoteDescription(RtcSessionDescription.rollback()).join();

        assertEquals(SignalingState.STABLE, caller.signalingState());
        assertEquals(Optional.empty(), transceiver.mid());
        assertEquals(Optional.empty(), caller.localDescription());
        assertEquals(List.of(), callee.transceivers());
        assertEquals(0, peers.callerHost.openSockets());
        peers.negotiate();
        peers.awaitConnected();
    }

    /// The callee is polite: it takes its own offer back, answers, and offers again.
    @Test
    void offersThatCrossAreSortedOutByThePoliteSide() {
        caller.addTrack("audio", "callers");
        callee.addTrack("video", "callees");
        callee.onTrack(track -> events.add("callee hears " + track.streamIds()));
        caller.onTrack(track -> events.add("caller hears " + track.streamIds()));
        RtcSessionDescription callersOffer = caller.createOffer().join();
        caller.setLocalDescription(callersOffer).join();
        callee.setLocalDescription().join();

        callee.setRemoteDescription(callersOffer).join();
        assertEquals(SignalingState.HAVE_REMOTE_OFFER, callee.signalingState());
        callee.setLocalDescription().join();
        caller.setRemoteDescription(callee.localDescription().orElseThrow()).join();
        Signaling.negotiate(callee, caller);
        peers.awaitConnected();

        assertEquals(List.of("callee hears [callers]", "caller hears [callees]"), events);
        assertEquals(1, peers.calleeHost.openSockets());
    }

    @Test
    void negotiationIsNeededOnceForManyChanges() {
        caller.onNegotiationNeeded(() -> events.add("needed"));
        RtpTransceiver transceiver = caller.addTransceiver("audio", Direction.SENDRECV);
        caller.addTransceiver("video", Direction.SENDRECV);
        assertEquals(List.of("needed"), events);

        peers.negotiate();
        assertEquals(List.of("needed"), events);
        transceiver.direction(Direction.SENDONLY);
        transceiver.direction(Direction.INACTIVE);

        assertEquals(List.of("needed", "needed"), events);
    }

    @Test
    void dataChannelsAreRejectedPolitely() throws java.io.IOException {
        String offer = new String(
                getClass().getResourceAsStream("/vectors/sdp/browsers/firefox-sendrecv-av-offer.sdp").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        callee.setRemoteDescription(RtcSessionDescription.offer(offer)).join();
        callee.setLocalDescription().join();

        assertTrue(media(callee.localDescription(), 2).isRejected());
        assertFalse(media(callee.localDescription(), 1).isRejected());
        assertEquals(List.of(List.of("0", "1")),
                SessionDescription.parse(callee.localDescription().orElseThrow().sdp()).bundleGroups());
    }

    @Test
    void preferredCodecsComeFirst() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDRECV);
        transceiver.setCodecPreferences(
                List.of(DefaultCodecs.H264, DefaultCodecs.rtx(103, DefaultCodecs.H264), DefaultCodecs.VP8));
        RtcSessionDescription offer = caller.createOffer().join();
        caller.setLocalDescription(offer).join();
        callee.setRemoteDescription(offer).join();
        callee.transceivers().getFirst().setCodecPreferences(List.of(DefaultCodecs.VP8, DefaultCodecs.H264));
        callee.setLocalDescription().join();
        caller.setRemoteDescription(callee.localDescription().orElseThrow()).join();

        assertEquals(List.of("H264", "rtx", "VP8"),
                media(caller.localDescription(), 0).codecs().stream().map(RtpCodec::name).toList());
        assertEquals(List.of("VP8", "H264"), transceiver.sender().codecs().stream().map(RtpCodec::name).toList());
    }

    private static MediaDescription media(Optional<RtcSessionDescription> description, int index) {
        return SessionDescription.parse(description.orElseThrow().sdp()).media().get(index);
    }
}
