package dev.sluice.sfu.signaling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sluice.sfu.core.RoomTrack;

/// A publisher that came by WHIP: it has no socket, and nobody says what its tracks are.
final class Guest extends Participant {
    Guest(String id, String name, Room room) {
        super(id, name, room);
    }

    /// Takes the first audio for a microphone and the first video for a camera, so that pages show them where they show those of others.
    static List<TrackOffer> describe(List<RoomTrack> tracks) {
        List<TrackOffer> described = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (RoomTrack track : tracks) {
            boolean isFirst = kinds.add(track.kind());
            TrackSource usual = track.kind().equals("audio") ? TrackSource.MICROPHONE : TrackSource.CAMERA;
            String name = isFirst ? track.kind() : track.kind() + "-" + described.size();
            described.add(new TrackOffer(track.mid(), name, isFirst ? usual : TrackSource.OTHER, false));
        }
        return described;
    }
}
