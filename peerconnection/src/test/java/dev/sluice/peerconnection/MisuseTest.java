package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.peerconnection.RtcException.Kind;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;

/// What a caller does wrong fails at once, changes nothing, and says what to do instead.
class MisuseTest {
    private final TwoPeers peers = new TwoPeers(1, LinkProfile.IDEAL);
    private final PeerConnection caller = peers.caller;
    private final PeerConnection callee = peers.callee;

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void anAnswerNeedsARemoteOffer() {
        assertFails(Kind.INVALID_STATE, "set a remote offer first", caller.createAnswer());
        assertFails(Kind.INVALID_STATE, "begin with an offer",
                caller.setLocalDescription(RtcSessionDescription.answer("")));
    }

    @Test
    void anAnswerNobodyAskedForIsRefused() {
        RtcSessionDescription offer = offer();
        callee.setRemoteDescription(offer).join();
        RtcSessionDescription answer = callee.createAnswer().join();

        assertFails(Kind.INVALID_STATE, "begin with an offer", caller.setRemoteDescription(answer));
        assertEquals(SignalingState.STABLE, caller.signalingState());
    }

    @Test
    void noOfferIsCreatedWhileTheRemoteOneIsOpen() {
        callee.setRemoteDescription(offer()).join();

        assertFails(Kind.INVALID_STATE, "answer the remote offer first", callee.createOffer());
        assertFails(Kind.INVALID_STATE, "the remote offer is open",
                callee.setLocalDescription(RtcSessionDescription.offer("")));
    }

    @Test
    void theLocalDescriptionIsTheOneThatWasCreated() {
        RtcSessionDescription offer = offer();

        assertFails(Kind.INVALID_MODIFICATION, "set it unchanged",
                caller.setLocalDescription(RtcSessionDescription.offer(offer.sdp().replace("VP8", "VP7"))));
        assertEquals(SignalingState.STABLE, caller.signalingState());
        caller.setLocalDescription(offer).join();
    }

    @Test
    void onlyAnOpenOfferCanBeRolledBackAndOnlyByItsSide() {
        assertFails(Kind.INVALID_STATE, "there is no open offer",
                caller.setLocalDescription(RtcSessionDescription.rollback()));
        caller.setLocalDescription(offer()).join();
        assertFails(Kind.INVALID_STATE, "roll the offer back with setLocalDescription",
                caller.setRemoteDescription(RtcSessionDescription.rollback()));
    }

    @Test
    void aCandidateNeedsARemoteDescription() {
        RtcIceCandidate candidate = new RtcIceCandidate("candidate:1 1 udp 2113937151 192.0.2.9 40000 typ host", "0", 0,
                null);

        assertFails(Kind.INVALID_STATE, "keep the candidate", caller.addIceCandidate(candidate));
    }

    @Test
    void aCandidateBelongsToASectionAndAGenerationOfTheRemoteDescription() {
        callee.setRemoteDescription(offer()).join();
        String line = "candidate:1 1 udp 2113937151 192.0.2.9 40000 typ host";

        assertFails(Kind.OPERATION, "mid 7", callee.addIceCandidate(new RtcIceCandidate(line, "7", 0, null)));
        assertFails(Kind.OPERATION, "section 3", callee.addIceCandidate(new RtcIceCandidate(line, null, 3, null)));
        assertFails(Kind.OPERATION, "generation", callee.addIceCandidate(new RtcIceCandidate(line, "0", 0, "another")));
        assertFails(Kind.OPERATION, "not a candidate",
                callee.addIceCandidate(new RtcIceCandidate("candidate:nonsense", "0", 0, null)));
        callee.addIceCandidate(new RtcIceCandidate(line, "0", 0, null)).join();
    }

    @Test
    void whatIsNoSessionDescriptionIsRefusedWithTheLine() {
        assertFails(Kind.SDP_SYNTAX, "line 1", callee.setRemoteDescription(RtcSessionDescription.offer("hello")));
        assertEquals(SignalingState.STABLE, callee.signalingState());
    }

    @Test
    void anOfferWithoutSecurityIsRefused() {
        String offer = offer().sdp().replaceAll("a=fingerprint:.*\r\n", "");

        assertFails(Kind.SDP_SYNTAX, "fingerprint", callee.setRemoteDescription(RtcSessionDescription.offer(offer)));
    }

    @Test
    void anAnswerHasTheSectionsOfTheOffer() {
        caller.setLocalDescription(offer()).join();
        callee.addTransceiver("video", Direction.SENDONLY);
        callee.addTransceiver("audio", Direction.SENDONLY);
        String other = callee.createOffer().join().sdp();

        assertFails(Kind.INVALID_ACCESS, "2 media sections",
                caller.setRemoteDescription(RtcSessionDescription.answer(other)));
        assertEquals(SignalingState.HAVE_LOCAL_OFFER, caller.signalingState());
    }

    @Test
    void anAnswerChoosesTheRoleInTheHandshake() {
        RtcSessionDescription offer = offer();
        caller.setLocalDescription(offer).join();
        callee.setRemoteDescription(offer).join();
        String answer = callee.createAnswer().join().sdp().replace("a=setup:active", "a=setup:actpass");

        assertFails(Kind.INVALID_ACCESS, "has to choose",
                caller.setRemoteDescription(RtcSessionDescription.answer(answer)));
    }

    @Test
    void transceiversAreForAudioAndVideo() {
        RtcException refusal = assertThrows(RtcException.class,
                () -> caller.addTransceiver("application", Direction.SENDRECV));

        assertEquals(Kind.INVALID_ACCESS, refusal.kind());
    }

    @Test
    void aPayloadHasToFitIntoADatagram() {
        RtpSender sender = caller.addTransceiver("video", Direction.SENDONLY).sender();

        assertThrows(IllegalArgumentException.class, () -> sender.send(new byte[2_000], 0, 2_000, 0, true));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.send(new byte[10], 5, 10, 0, true));
        assertEquals(RtpSender.NOT_SENT, sender.send(new byte[10], 0, 10, 0, true), "nothing is agreed yet");
    }

    @Test
    void codecPreferencesAreNotEmpty() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDONLY);

        assertThrows(RtcException.class, () -> transceiver.setCodecPreferences(List.of()));
    }

    @Test
    void aStoppedTransceiverTakesNoDirection() {
        RtpTransceiver transceiver = caller.addTransceiver("video", Direction.SENDONLY);
        transceiver.stop();

        RtcException refusal = assertThrows(RtcException.class, () -> transceiver.direction(Direction.SENDRECV));
        assertTrue(refusal.getMessage().contains("add another one"));
    }

    @Test
    void aClosedConnectionStaysClosed() {
        caller.close();

        assertFails(Kind.INVALID_STATE, "make a new one", caller.createOffer());
        assertThrows(RtcException.class, () -> caller.addTransceiver("audio", Direction.SENDRECV));
        caller.close();
    }

    private RtcSessionDescription offer() {
        caller.addTransceiver("video", Direction.SENDRECV);
        return caller.createOffer().join();
    }

    private static void assertFails(Kind kind, String hint, CompletableFuture<?> future) {
        RtcException refusal = assertInstanceOf(RtcException.class,
                assertThrows(CompletionException.class, future::join).getCause());
        assertEquals(kind, refusal.kind(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(hint), refusal.getMessage());
    }
}
