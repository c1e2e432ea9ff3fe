package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.ExtensionData;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// What goes with the packets: extensions, feedback, key frame requests, several sections on one path.
class MediaTest {
    private final TwoPeers peers = new TwoPeers(1, LinkProfile.IDEAL.withDelay(10 * Time.MILLISECOND));
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void everyPacketSaysItsSectionAndHowLoudItIs() {
        RtpSender sender = peers.caller.addTransceiver("audio", Direction.SENDONLY).sender();
        peers.callee
                .onTrack(track -> track.receiver().onPacket(packet -> heard.add(extensions(track.receiver(), packet))));
        connect();

        sender.send(new byte[20], 0, 20, 960, true, 30 + RtpSender.VOICE);
        sender.send(new byte[20], 0, 20, 1_920, false);
        peers.network.run(Time.SECOND);

        assertEquals(List.of("mid 0, level 30, voice true", "mid 0, level -1, voice false"), heard);
    }

    private static String extensions(RtpReceiver receiver, RtpPacket packet) {
        int level = receiver.extensionId(HeaderExtensions.AUDIO_LEVEL).orElseThrow();
        return "mid " + ExtensionData.text(packet, receiver.extensionId(HeaderExtensions.MID).orElseThrow())
                + ", level "
                + ExtensionData.audioLevel(packet, level) + ", voice " + ExtensionData.isVoice(packet, level);
    }

    @Test
    void timestampMarkerAndPayloadTypeArriveAsSent() {
        RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDONLY).sender();
        peers.callee.onTrack(track -> track.receiver().onPacket(
                packet -> heard.add(packet.timestamp() + " " + packet.marker() + " " + packet.payloadType() + " "
                        + packet.payloadLength())));
        connect();

        sender.send(new byte[1_400], 0, 1_400, 0xffff_fff0L, false);
        sender.send(new byte[1], 0, 1, 16, true);
        peers.network.run(Time.SECOND);

        assertEquals(List.of("4294967280 false 96 1400", "16 true 96 1"), heard);
        assertEquals("VP8", sender.codec().map(RtpCodec::name).orElseThrow());
    }

    @Test
    void aKeyFrameIsRequestedOfTheSenderThatIsMeant() {
        RtpTransceiver camera = peers.caller.addTransceiver("video", Direction.SENDONLY);
        RtpTransceiver screen = peers.caller.addTransceiver("video", Direction.SENDONLY);
        camera.sender().onKeyFrameRequest(() -> heard.add("camera"));
        screen.sender().onKeyFrameRequest(() -> heard.add("screen"));
        connect();
        TwoPeers.send(camera.sender(), 1);
        TwoPeers.send(screen.sender(), 1);
        peers.network.run(Time.SECOND);

        peers.callee.transceivers().get(1).receiver().requestKeyFrame();
        peers.network.run(Time.SECOND);

        assertEquals(List.of("screen"), heard);
    }

    @Test
    void withoutPictureLossIndicationAFullIntraRequestDoes() {
        RtpCodec vp8 = DefaultCodecs.VP8.withFeedback(List.of("ccm fir"));
        RtpTransceiver camera = peers.caller.addTransceiver("video", Direction.SENDONLY);
        camera.setCodecPreferences(List.of(vp8));
        camera.sender().onKeyFrameRequest(() -> heard.add("camera"));
        connect();
        TwoPeers.send(camera.sender(), 1);
        peers.network.run(Time.SECOND);

        peers.callee.transceivers().getFirst().receiver().requestKeyFrame();
        peers.callee.transceivers().getFirst().receiver().requestKeyFrame();
        peers.network.run(Time.SECOND);

        assertEquals(List.of("camera", "camera"), heard);
    }

    @Test
    void manySectionsShareOnePath() {
        List<RtpSender> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            senders.add(peers.caller.addTransceiver(i % 2 == 0 ? "audio" : "video", Direction.SENDONLY).sender());
        }
        peers.callee
                .onTrack(track -> track.receiver().onPacket(_ -> heard.add(track.transceiver().mid().orElseThrow())));
        connect();

        senders.forEach(sender -> TwoPeers.send(sender, 1));
        peers.network.run(Time.SECOND);

        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), heard);
        assertEquals(1, peers.callerHost.openSockets());
    }

    @Test
    void packetsOfOtherThreadsKeepTheirOrder() throws Exception {
        RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDONLY).sender();
        List<Integer> received = new ArrayList<>();
        peers.callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));
        connect();

        int first = inAnotherThread(() -> TwoPeers.send(sender, 0));
        int second = inAnotherThread(() -> TwoPeers.send(sender, 1));
        peers.network.run(Time.SECOND);

        assertEquals(first + 1, second);
        assertEquals(List.of(0, 1), received);
    }

    private static <T> T inAnotherThread(Callable<T> task) throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            return other.submit(task).get();
        }
    }

    @Test
    void nothingIsSentThatTheOtherSideDoesNotWant() {
        RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
        RtcSessionDescription offer = peers.caller.createOffer().join();
        peers.caller.setLocalDescription(offer).join();
        peers.callee.setRemoteDescription(offer).join();
        peers.callee.transceivers().getFirst().direction(Direction.INACTIVE);
        peers.callee.setLocalDescription().join();
        peers.caller.setRemoteDescription(peers.callee.localDescription().orElseThrow()).join();
        peers.awaitConnected();

        assertEquals(RtpSender.NOT_SENT, TwoPeers.send(sender, 1));
    }

    /// The peer may begin to send before our end of the handshake has handed over its keys; not even the first packet is lost.
    @Test
    void theFirstPacketIsNotLostToTheHandshake() {
        RtpSender fromCaller = peers.caller.addTransceiver("video", Direction.SENDRECV).sender();
        List<Integer> received = new ArrayList<>();
        peers.callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));
        peers.caller.onConnectionStateChange(_ -> TwoPeers.send(fromCaller, 1));
        peers.negotiate();
        peers.awaitConnected();
        peers.network.run(Time.SECOND);

        assertTrue(received.contains(1));
    }

    private void connect() {
        peers.negotiate();
        peers.awaitConnected();
    }
}
