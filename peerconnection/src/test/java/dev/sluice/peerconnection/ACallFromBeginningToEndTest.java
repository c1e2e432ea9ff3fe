package dev.sluice.peerconnection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// How two peers come to talk, step by step; a page to read before using the module.
class ACallFromBeginningToEndTest {
    @Test
    void inTenSteps() {
        try (TwoPeers peers = TwoPeers.strangers(1, LinkProfile.IDEAL.withDelay(25 * Time.MILLISECOND))) {
            PeerConnection alice = peers.caller;
            PeerConnection bob = peers.callee;
            List<RtcIceCandidate> fromAlice = new ArrayList<>();
            List<RtcIceCandidate> fromBob = new ArrayList<>();
            List<String> heardByBob = new ArrayList<>();
            List<String> heardByAlice = new ArrayList<>();

            // 1. Alice has something to say, and wants to hear the answer.
            RtpTransceiver line = alice.addTransceiver("audio", Direction.SENDRECV);
            line.sender().setStreams("alices-voice");
            line.receiver().onPacket(packet -> heardByAlice
                    .add(new String(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), UTF_8)));
            alice.onIceCandidate(fromAlice::add);

            // 2. She writes down what she offers.
            RtcSessionDescription offer = alice.createOffer().join();

            // 3. She stands by it; from now on her addresses are gathered.
            alice.setLocalDescription(offer).join();
            assertEquals(SignalingState.HAVE_LOCAL_OFFER, alice.signalingState());

            // 4. The offer travels to Bob, who learns that there will be a voice to hear.
            bob.onTrack(track -> {
                assertEquals(List.of("alices-voice"), track.streamIds());
                track.receiver().onPacket(packet -> heardByBob
                        .add(new String(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), UTF_8)));
            });
            bob.onIceCandidate(fromBob::add);
            bob.setRemoteDescription(offer).join();
            assertEquals(SignalingState.HAVE_REMOTE_OFFER, bob.signalingState());

            // 5. Bob wants to speak, too. His voice finds the section that Alice has offered.
            RtpSender bobsVoice = bob.addTrack("audio", "bobs-voice");

            // 6. He writes down his answer and stands by it.
            RtcSessionDescription answer = bob.createAnswer().join();
            bob.setLocalDescription(answer).join();
            assertEquals(SignalingState.STABLE, bob.signalingState());

            // 7. The answer travels back.
            alice.setRemoteDescription(answer).join();
            assertEquals(SignalingState.STABLE, alice.signalingState());
            assertEquals(Direction.SENDRECV, line.currentDirection().orElseThrow());

            // 8. So do the addresses, one by one, until each side has said that there are no more.
            peers.network.run(Time.SECOND);
            fromAlice.forEach(candidate -> bob.addIceCandidate(candidate).join());
            fromBob.forEach(candidate -> alice.addIceCandidate(candidate).join());
            assertTrue(fromAlice.getLast().isEndOfCandidates() && fromBob.getLast().isEndOfCandidates());

            // 9. A path is found, keys are agreed on.
            peers.awaitConnected();

            // 10. They talk.
            say(line.sender(), "hello bob");
            say(bobsVoice, "hello alice");
            peers.network.run(Time.SECOND);
            assertEquals(List.of("hello bob"), heardByBob);
            assertEquals(List.of("hello alice"), heardByAlice);
        }
    }

    private static void say(RtpSender sender, String words) {
        sender.send(words.getBytes(UTF_8), 0, words.length(), 48_000, true);
    }
}
