package dev.sluice.sdp;

import java.util.List;
import java.util.Objects;

/// What is agreed to in one offered section.
///
/// @param direction as seen from the answerer
/// @param codecs with the offer's payload types, in the answerer's order; their `rtx` must be listed too
/// @param extmaps with the offer's ids; a direction that was offered with one is turned round by the answer
/// @param receivedRids the streams of the offered simulcast to receive; empty: no simulcast
/// @param streams what the answerer will send, to be announced by SSRC
public record AcceptedMedia(Direction direction, List<RtpCodec> codecs, List<ExtMap> extmaps, List<String> receivedRids,
        List<SentStream> streams) {
    public AcceptedMedia {
        Objects.requireNonNull(direction, "direction");
        codecs = List.copyOf(codecs);
        extmaps = List.copyOf(extmaps);
        receivedRids = List.copyOf(receivedRids);
        streams = List.copyOf(streams);
    }
}
