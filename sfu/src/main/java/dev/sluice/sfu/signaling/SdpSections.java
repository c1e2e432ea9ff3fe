package dev.sluice.sfu.signaling;

import java.util.LinkedHashMap;
import java.util.Map;

/// As much of an SDP as signaling has to know, of the server's own connections and of those between peers: which sections there are.
final class SdpSections {
    private SdpSections() {}

    /// The audio and video sections by their mid. Whatever else is in the text, also when it is no SDP, is passed over.
    static Map<String, TrackKind> kinds(String sdp) {
        Map<String, TrackKind> kinds = new LinkedHashMap<>();
        TrackKind kind = null;
        for (String line : (Iterable<String>) sdp.lines()::iterator) {
            if (line.startsWith("m=")) {
                kind = line.startsWith("m=audio ") ? TrackKind.AUDIO
                        : line.startsWith("m=video ") ? TrackKind.VIDEO : null;
            } else if (kind != null && line.startsWith("a=mid:")) {
                kinds.put(line.substring("a=mid:".length()), kind);
            }
        }
        return kinds;
    }
}
