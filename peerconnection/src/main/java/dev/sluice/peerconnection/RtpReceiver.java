package dev.sluice.peerconnection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.RtpCodec;

/// Receives the RTP packets of one media section. W3C `RTCRtpReceiver`, with packets in the place of a track. Any thread may call it.
///
/// Packets arrive in the order they were sent, each once: what is missing is asked for again, and waited for as long as the configuration says.
public final class RtpReceiver {
    private final Runnable requestKeyFrame;
    private volatile Consumer<RtpPacket> packetHandler = _ -> {};
    private volatile Runnable endHandler = () -> {};
    private volatile List<RtpCodec> codecs = List.of();
    private volatile Map<String, Integer> extensions = Map.of();
    private volatile boolean stopped;

    RtpReceiver(Consumer<RtpReceiver> requestKeyFrame) {
        this.requestKeyFrame = () -> requestKeyFrame.accept(this);
    }

    /// Called on the loop with every packet. The window and its bytes are only valid until the handler returns.
    public void onPacket(Consumer<RtpPacket> handler) {
        packetHandler = Objects.requireNonNull(handler, "handler");
    }

    /// Called on the loop when the peer says that it has ended a stream (RTCP BYE).
    public void onEnd(Runnable handler) {
        endHandler = Objects.requireNonNull(handler, "handler");
    }

    /// Asks the peer for a key frame of everything it sends here.
    public void requestKeyFrame() {
        requestKeyFrame.run();
    }

    /// The codecs that may arrive, with their payload types. Empty before both peers agreed.
    public List<RtpCodec> codecs() {
        return codecs;
    }

    /// The identifier that [RtpPacket#extension] takes for this header extension; empty when it was not agreed on.
    public OptionalInt extensionId(String uri) {
        Integer id = extensions.get(uri);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    void agree(List<RtpCodec> agreedCodecs, Map<String, Integer> extensionIds) {
        codecs = agreedCodecs;
        extensions = extensionIds;
    }

    void stop() {
        stopped = true;
    }

    void deliver(RtpPacket packet) {
        if (!stopped) {
            packetHandler.accept(packet);
        }
    }

    void ended() {
        endHandler.run();
    }
}
