package dev.sluice.sfu.core;

import java.util.List;
import java.util.Optional;

import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.RtpCodec;

/// What was negotiated in one section: for a publisher's track, or for a player's copy of it.
///
/// @param ssrc    signalled (publisher) or ours (player); 0: to be learned from the packets
/// @param rtxSsrc likewise for retransmissions; 0 also when there are none
record TrackParameters(String mid, String kind, RtpCodec codec, Optional<RtpCodec> rtx, List<ExtMap> extensions,
        int ssrc, int rtxSsrc) {
    boolean isVideo() { return kind.equals("video"); }

    boolean hasFeedback(String type) {
        return codec.feedback().contains(type);
    }

    /// Whether a publisher who has agreed on these parameters and now on others for the same section still sends the same track: what its packets mean has not
    /// changed. SSRCs may have.
    boolean describesSameTrack(TrackParameters other) {
        boolean sameFormats = codec.payloadType() == other.codec.payloadType() && codec.matches(other.codec)
                && rtxPayloadType() == other.rtxPayloadType();
        return mid.equals(other.mid) && kind.equals(other.kind) && sameFormats && hasSameIdentifiers(other);
    }

    private boolean hasSameIdentifiers(TrackParameters other) {
        return extensions.stream().map(ExtMap::uri).allMatch(uri -> extensionId(uri) == other.extensionId(uri));
    }

    /// -1: none.
    int rtxPayloadType() {
        return rtx.map(RtpCodec::payloadType).orElse(-1);
    }

    List<RtpCodec> codecs() {
        return rtx.map(retransmissions -> List.of(codec, retransmissions)).orElse(List.of(codec));
    }

    /// 0: not negotiated.
    int extensionId(String uri) {
        return extensions.stream().filter(extension -> extension.uri().equals(uri)).mapToInt(ExtMap::id).findFirst()
                .orElse(0);
    }
}
