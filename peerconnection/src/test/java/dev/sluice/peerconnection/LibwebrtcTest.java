package dev.sluice.peerconnection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.sluice.rtp.KeyFrames;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.VideoCodec;
import dev.sluice.sdp.Direction;

/// Calls with libwebrtc, the library inside Chromium. What it films comes to us as RTP and goes back to it; it has to decode its own picture.
@Timeout(90)
class LibwebrtcTest {
    private static final int FRAMES = 30;

    private final CompletableFuture<Void> echoed = new CompletableFuture<>();
    private final AtomicInteger keyFrames = new AtomicInteger();

    @Test
    void decodesWhatWeSendBackWhenItCalls() {
        try (PeerConnectionFactory factory = PeerConnectionFactory.start();
                PeerConnection ours = factory.create();
                NativePeer theirs = new NativePeer(
                        candidate -> echoed.thenRun(() -> ours.addIceCandidate(candidate)))) {
            ours.onTrack(track -> echo(track.transceiver()));
            RtcSessionDescription offer = theirs.offer().orTimeout(10, SECONDS).join();
            ours.setRemoteDescription(offer).join();
            echoed.complete(null);
            ours.transceivers().getFirst().direction(Direction.SENDRECV);
            CompletableFuture<Void> answered = new CompletableFuture<>();
            ours.onIceCandidate(candidate -> answered.thenRun(() -> theirs.addIceCandidate(candidate)));
            ours.setLocalDescription().join();
            theirs.setRemote(ours.localDescription().orElseThrow()).join();
            answered.complete(null);

            check(theirs, ours);
        }
    }

    @Test
    void decodesWhatWeSendBackWhenWeCall() {
        try (PeerConnectionFactory factory = PeerConnectionFactory.start();
                PeerConnection ours = factory.create();
                NativePeer theirs = new NativePeer(
                        candidate -> echoed.thenRun(() -> ours.addIceCandidate(candidate)))) {
            echo(ours.addTransceiver("video", Direction.SENDRECV));
            CompletableFuture<Void> offered = new CompletableFuture<>();
            ours.onIceCandidate(candidate -> offered.thenRun(() -> theirs.addIceCandidate(candidate)));
            ours.setLocalDescription().join();
            theirs.setRemote(ours.localDescription().orElseThrow()).orTimeout(10, SECONDS).join();
            offered.complete(null);
            ours.setRemoteDescription(theirs.answer().orTimeout(10, SECONDS).join()).join();
            echoed.complete(null);

            check(theirs, ours);
        }
    }

    private void echo(RtpTransceiver transceiver) {
        transceiver.receiver().onPacket(packet -> echo(packet, transceiver.sender()));
        transceiver.sender().onKeyFrameRequest(transceiver.receiver()::requestKeyFrame);
    }

    private void echo(RtpPacket packet, RtpSender sender) {
        if (KeyFrames.isKeyFrame(VideoCodec.VP8, packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
            keyFrames.incrementAndGet();
        }
        sender.send(packet.bytes(), packet.payloadOffset(), packet.payloadLength(), packet.timestamp(),
                packet.marker());
    }

    private void check(NativePeer theirs, PeerConnection ours) {
        theirs.connected.orTimeout(20, SECONDS).join();
        theirs.decoded(FRAMES).orTimeout(30, SECONDS).join();
        int before = keyFrames.get();
        CompletableFuture<Void> more = theirs.decoded(2 * FRAMES);
        ours.transceivers().getFirst().receiver().requestKeyFrame();
        more.orTimeout(30, SECONDS).join();

        assertTrue(keyFrames.get() > before, "it sends a key frame when we ask for one");
        RtcStatsReport stats = ours.getStats().join();
        RtcStats.InboundRtp inbound = stats.all(RtcStats.InboundRtp.class).getFirst();
        assertEquals(0, inbound.packetsSkipped());
        assertTrue(stats.all(RtcStats.RemoteInboundRtp.class).getFirst().roundTripTime() >= 0,
                "it reports what it receives");
        assertTrue(stats.all(RtcStats.RemoteOutboundRtp.class).getFirst().reportsSent() > 0,
                "it reports what it sends");
    }
}
