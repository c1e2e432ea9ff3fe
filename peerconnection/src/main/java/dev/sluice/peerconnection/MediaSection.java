package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.RtpCodec;

/// The received side of one media section: its codecs by payload type, and a stream for every SSRC that sends into it.
///
/// Confined to the loop.
final class MediaSection {
    /// A peer that invents SSRCs gets no further than this.
    private static final int MOST_STREAMS = 16;

    final RtpTransceiver transceiver;
    final List<ReceiveStream> streams = new ArrayList<>();

    private final RtpCodec[] codecs = new RtpCodec[128];
    private MediaAgreement agreement;
    private byte[] mid = {};
    private int midId;
    private int transportCcId;

    MediaSection(RtpTransceiver transceiver) {
        this.transceiver = transceiver;
    }

    void agree(MediaAgreement agreed) {
        agreement = agreed;
        mid = agreed.mid().getBytes(StandardCharsets.UTF_8);
        midId = agreed.extensions().getOrDefault(HeaderExtensions.MID, 0);
        boolean feedback = agreed.received().stream().anyMatch(codec -> codec.feedback().contains("transport-cc"));
        transportCcId = feedback ? agreed.extensions().getOrDefault(HeaderExtensions.TRANSPORT_CC, 0) : 0;
        Arrays.fill(codecs, null);
        for (RtpCodec codec : agreed.received()) {
            codecs[codec.payloadType()] = codec;
        }
    }

    MediaAgreement agreement() {
        return agreement;
    }

    /// The identifier of the transport-wide sequence number; 0 when the peer asked for no feedback about it.
    int transportCcId() {
        return transportCcId;
    }

    /// Null: the payload type was not agreed on.
    RtpCodec codec(int payloadType) {
        return codecs[payloadType];
    }

    boolean isFull() { return streams.size() >= MOST_STREAMS; }

    /// Whether the packet carries the mid of this section.
    boolean isNamedBy(RtpPacket packet) {
        if (midId == 0) {
            return false;
        }
        int at = packet.extension(midId);
        return at >= 0 && Arrays.equals(packet.bytes(), at, at + packet.extensionLength(midId), mid, 0, mid.length);
    }

    /// Null: nothing came from this SSRC.
    ReceiveStream stream(int ssrc) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).ssrc == ssrc) {
                return streams.get(i);
            }
        }
        return null;
    }

    /// Null when there is none, or more than one to choose from.
    ReceiveStream onlyStream() {
        return streams.size() == 1 ? streams.getFirst() : null;
    }

    long deadline() {
        long deadline = NEVER;
        for (int i = 0; i < streams.size(); i++) {
            deadline = Math.min(deadline, streams.get(i).deadline());
        }
        return deadline;
    }

    void onTime(long now) {
        streams.forEach(stream -> stream.onTime(now));
    }
}
