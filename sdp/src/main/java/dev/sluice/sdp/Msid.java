package dev.sluice.sdp;

import java.util.List;

/// The stream and the track a section sends.
///
/// @param streamId `-` for a track without a stream
/// @param trackId empty when it is left out
///
/// @rfc 8830 2 The msid Mechanism
public record Msid(String streamId, String trackId) {
    public Msid {
        if (streamId.isEmpty() || streamId.indexOf(' ') >= 0 || trackId.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("ids of streams and tracks are single words: '-' stands for no stream");
        }
    }

    static Msid parse(String value) {
        List<String> words = Fields.words(value, 1, "a=msid:<stream> [<track>]");
        return new Msid(words.get(0), words.size() > 1 ? words.get(1) : "");
    }

    @Override
    public String toString() {
        return trackId.isEmpty() ? streamId : streamId + ' ' + trackId;
    }
}
