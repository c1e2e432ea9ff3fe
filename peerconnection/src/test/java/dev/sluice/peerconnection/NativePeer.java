package dev.sluice.peerconnection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;

/// A peer of libwebrtc, the library inside Chromium: it films a grey picture at thirty frames a second, and counts the frames it can decode.
final class NativePeer implements AutoCloseable {
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final AtomicInteger decodedFrames = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

    private final HeadlessAudioDeviceModule audio = new HeadlessAudioDeviceModule();
    private final dev.onvoid.webrtc.PeerConnectionFactory factory = new dev.onvoid.webrtc.PeerConnectionFactory(audio);
    private final CustomVideoSource camera = new CustomVideoSource();
    private final VideoTrack track = factory.createVideoTrack("camera", camera);
    private final ScheduledExecutorService shutter = Executors.newSingleThreadScheduledExecutor();
    private final RTCPeerConnection peer;
    private int frames;

    NativePeer(Consumer<RtcIceCandidate> onIceCandidate) {
        peer = factory.createPeerConnection(new RTCConfiguration(), new Observer(onIceCandidate));
        peer.addTrack(track, List.of("stream"));
        shutter.scheduleAtFixedRate(this::film, 0, 33, MILLISECONDS);
    }

    CompletableFuture<RtcSessionDescription> offer() {
        Created offer = new Created();
        peer.createOffer(new RTCOfferOptions(), offer);
        return offer.future.thenCompose(
                description -> setLocal(description).thenApply(_ -> RtcSessionDescription.offer(description.sdp)));
    }

    CompletableFuture<RtcSessionDescription> answer() {
        Created answer = new Created();
        peer.createAnswer(new RTCAnswerOptions(), answer);
        return answer.future.thenCompose(
                description -> setLocal(description).thenApply(_ -> RtcSessionDescription.answer(description.sdp)));
    }

    CompletableFuture<Void> setRemote(RtcSessionDescription description) {
        Set done = new Set();
        peer.setRemoteDescription(
                new RTCSessionDescription(description.type() == SdpType.OFFER ? RTCSdpType.OFFER : RTCSdpType.ANSWER,
                        description.sdp()),
                done);
        return done.future;
    }

    /// Completes when so many frames in all have been decoded.
    CompletableFuture<Void> decoded(int frameCount) {
        CompletableFuture<Void> future = awaited.computeIfAbsent(frameCount, _ -> new CompletableFuture<>());
        if (decodedFrames.get() >= frameCount) {
            future.complete(null);
        }
        return future;
    }

    void addIceCandidate(RtcIceCandidate candidate) {
        if (!candidate.isEndOfCandidates()) {
            peer.addIceCandidate(
                    new RTCIceCandidate(candidate.sdpMid(), candidate.sdpMLineIndex(), candidate.candidate()));
        }
    }

    @Override
    public void close() {
        shutter.shutdownNow();
        shutter.close();
        peer.close();
        factory.dispose();                      // of track and source the connection still holds references
        audio.dispose();
    }

    private CompletableFuture<Void> setLocal(RTCSessionDescription description) {
        Set done = new Set();
        peer.setLocalDescription(description, done);
        return done.future;
    }

    private void film() {
        NativeI420Buffer picture = NativeI420Buffer.allocate(320, 240);
        for (int i = 0; i < picture.getDataY().capacity(); i++) {
            picture.getDataY().put(i, (byte) (i + frames));
        }
        VideoFrame frame = new VideoFrame(picture, System.nanoTime());
        camera.pushFrame(frame);
        frame.release();
        frames++;
    }

    private final class Observer implements PeerConnectionObserver {
        private final Consumer<RtcIceCandidate> onIceCandidate;

        Observer(Consumer<RtcIceCandidate> onIceCandidate) {
            this.onIceCandidate = onIceCandidate;
        }

        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            onIceCandidate.accept(new RtcIceCandidate(candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex, null));
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState state) {
            if (state == RTCPeerConnectionState.CONNECTED) {
                connected.complete(null);
            }
        }

        @Override
        public void onTrack(RTCRtpTransceiver transceiver) {
            ((VideoTrack) transceiver.getReceiver().getTrack()).addSink(frame -> {
                frame.release();
                CompletableFuture<Void> future = awaited.get(decodedFrames.incrementAndGet());
                if (future != null) {
                    future.complete(null);
                }
            });
        }
    }

    private static final class Created implements CreateSessionDescriptionObserver {
        final CompletableFuture<RTCSessionDescription> future = new CompletableFuture<>();

        @Override
        public void onSuccess(RTCSessionDescription description) {
            future.complete(description);
        }

        @Override
        public void onFailure(String error) {
            future.completeExceptionally(new AssertionError(error));
        }
    }

    private static final class Set implements SetSessionDescriptionObserver {
        final CompletableFuture<Void> future = new CompletableFuture<>();

        @Override
        public void onSuccess() {
            future.complete(null);
        }

        @Override
        public void onFailure(String error) {
            future.completeExceptionally(new AssertionError(error));
        }
    }
}
