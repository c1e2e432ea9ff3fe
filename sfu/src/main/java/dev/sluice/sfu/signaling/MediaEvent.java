package dev.sluice.sfu.signaling;

import java.util.List;

import dev.sluice.sfu.core.CloseReason;
import dev.sluice.sfu.core.OfferedTrack;
import dev.sluice.sfu.core.RoomTrack;

/// What happened on the media side.
public sealed interface MediaEvent {
    /// @param tracks every live section of the offer
    record Offered(String participant, int negotiation, String sdp, List<OfferedTrack> tracks) implements MediaEvent {}

    /// A participant's tracks, all of them, have changed. It may be one that came by WHIP, and new.
    record Published(String room, String participant, String name, List<RoomTrack> tracks) implements MediaEvent {}

    record Unpublished(String room, String participant) implements MediaEvent {}

    /// @param players how many came by WHEP to receive its tracks
    record Played(String participant, int players) implements MediaEvent {}

    /// @param participants the dominant one first
    record Speaking(String room, List<String> participants) implements MediaEvent {}

    /// A member's session ended without its having asked.
    record Closed(String participant, boolean publishing, CloseReason reason, String explanation)
            implements
                MediaEvent {}
}
