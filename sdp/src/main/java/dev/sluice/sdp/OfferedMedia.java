package dev.sluice.sdp;

import java.util.List;
import java.util.Objects;

/// What is offered in one section of audio or video.
///
/// @param kind `audio` or `video`
/// @param codecs in order of preference, with the payload types to use; `rtx` too
/// @param sentRids the streams of a simulcast to send; empty: no simulcast
/// @param streams what the offerer will send; their SSRCs may be 0
public record OfferedMedia(String kind, String mid, Direction direction, List<RtpCodec> codecs, List<ExtMap> extmaps,
        List<String> sentRids,
        List<SentStream> streams) {
    public OfferedMedia {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(mid, "mid");
        Objects.requireNonNull(direction, "direction");
        codecs = List.copyOf(codecs);
        extmaps = List.copyOf(extmaps);
        sentRids = List.copyOf(sentRids);
        streams = List.copyOf(streams);
    }
}
