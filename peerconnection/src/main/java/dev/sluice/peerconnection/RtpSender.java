package dev.sluice.peerconnection;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import dev.sluice.sdp.RtpCodec;
import dev.sluice.wire.U16;
import dev.sluice.wire.UdpLoop;

/// Sends the RTP packets of one media section. W3C `RTCRtpSender`, with packets in the place of a track. Any thread may call it.
///
/// The application brings payloads as the codec's RTP payload format wants them, with their timestamp and marker. The sender numbers the packets, marks them with mid and
/// transport-wide sequence number, answers NACKs, and reports to the peer. It does not pace: whoever sends a large frame spreads it.
public final class RtpSender {
    /// What [#send] returns when nothing may be sent now.
    public static final int NOT_SENT = -1;

    /// The most bytes of payload that fit into one datagram on every path, next to headers, encryption and retransmission header.
    public static final int MAX_PAYLOAD = 1_400;

    /// Added to the audio level of a packet that holds speech.
    public static final int VOICE = 128;

    private final UdpLoop loop;
    private final Operations operations;
    private final SendStream stream;
    private final BooleanSupplier connected;
    private final AtomicInteger nextSequenceNumber;
    private volatile List<String> streamIds;
    private volatile String trackId;
    private volatile List<RtpCodec> codecs = List.of();
    private volatile boolean agreed;
    private volatile boolean stopped;
    private volatile Runnable keyFrameRequestHandler = () -> {};

    RtpSender(UdpLoop loop, Operations operations, SendStream stream, BooleanSupplier connected,
            int firstSequenceNumber, String trackId) {
        this.loop = loop;
        this.operations = operations;
        this.stream = stream;
        this.connected = connected;
        this.nextSequenceNumber = new AtomicInteger(firstSequenceNumber);
        this.trackId = trackId;
        this.streamIds = List.of();
    }

    /// Sends one packet. See [#send(byte[], int, int, long, boolean, int)].
    public int send(byte[] payload, int offset, int length, long timestamp, boolean marker) {
        return send(payload, offset, length, timestamp, marker, SentExtensions.NO_AUDIO_LEVEL);
    }

    /// Sends one packet.
    ///
    /// On the loop it leaves before this returns; other threads hand over a copy. The bytes are the caller's again either way.
    ///
    /// @param timestamp  of the media, in units of the codec's clock
    /// @param marker     whether this is the last packet of a video frame, or the first of a talkspurt
    /// @param audioLevel from 0, the loudest, to 127, silence; plus [#VOICE] for speech; or -1 when unknown
    /// @return the packet's sequence number, or [#NOT_SENT] while the connection or the agreed direction lets nothing pass
    public int send(byte[] payload, int offset, int length, long timestamp, boolean marker, int audioLevel) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        if (length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    length + " bytes do not fit into a packet: split them as the codec's payload format says, "
                            + MAX_PAYLOAD + " at most");
        }
        if (!isSending()) {
            return NOT_SENT;
        }
        int sequenceNumber = nextSequenceNumber.getAndIncrement() & U16.MAX;
        if (loop.inLoop()) {
            stream.send(sequenceNumber, payload, offset, length, timestamp, marker, audioLevel, loop.now());
        } else {
            byte[] copy = Arrays.copyOfRange(payload, offset, offset + length);
            operations.submit(() -> sendIfStillAllowed(sequenceNumber, copy, timestamp, marker, audioLevel));
        }
        return sequenceNumber;
    }

    /// Whether packets may be sent: connected, and the agreed direction has us send.
    public boolean isSending() { return connected.getAsBoolean() && agreed && !stopped; }

    /// Called on the loop when the peer needs a key frame.
    public void onKeyFrameRequest(Runnable handler) {
        keyFrameRequestHandler = Objects.requireNonNull(handler, "handler");
    }

    /// The codecs the peer accepts, in its order of preference; the first one's payload type is sent. Empty before both agreed.
    public List<RtpCodec> codecs() {
        return codecs;
    }

    public Optional<RtpCodec> codec() {
        return codecs.stream().findFirst();
    }

    /// The synchronization source of what is sent, unsigned.
    public long ssrc() {
        return Integer.toUnsignedLong(stream.ssrc);
    }

    long rtxSsrc() {
        return Integer.toUnsignedLong(stream.rtxSsrc);
    }

    public String trackId() {
        return trackId;
    }

    /// The MediaStreams this track belongs to, as the peer will see them.
    public List<String> streamIds() {
        return streamIds;
    }

    /// Puts the track into these MediaStreams with the next offer or answer.
    public void setStreams(String... ids) { streamIds = List.of(ids); }

    SendStream stream() {
        return stream;
    }

    boolean isAgreed() { return agreed; }

    void agree(MediaAgreement agreement) {
        codecs = agreement.sends() ? agreement.sent() : List.of();
        if (agreement.sends()) {
            stream.configure(codecs, agreement.extensions(), agreement.mid());
        }
        agreed = agreement.sends();
    }

    void stop() {
        stopped = true;
    }

    void keyFrameRequested() {
        keyFrameRequestHandler.run();
    }

    private void sendIfStillAllowed(int sequenceNumber, byte[] payload, long timestamp, boolean marker,
            int audioLevel) {
        if (isSending()) {
            stream.send(sequenceNumber, payload, 0, payload.length, timestamp, marker, audioLevel, loop.now());
        }
    }
}
