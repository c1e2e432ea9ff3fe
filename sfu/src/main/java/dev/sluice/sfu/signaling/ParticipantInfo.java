package dev.sluice.sfu.signaling;

import java.util.List;

/// A participant as everybody in the room sees it.
///
/// @param away its socket is lost and it may still come back
public record ParticipantInfo(String id, String name, List<TrackInfo> tracks, boolean away) {
    public ParticipantInfo {
        tracks = List.copyOf(tracks);
    }
}
