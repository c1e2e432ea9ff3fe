package dev.sluice.peerconnection;

import java.util.List;

import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.SessionDescription;

/// A local description that was created, whether or not it will be set.
///
/// @param sections what stands behind each media section
record Draft(SdpType type, Rendering rendering, String text, List<Section> sections) {

    /// Writes the description with the candidates known by then.
    interface Rendering {
        SessionDescription with(List<Candidate> candidates, boolean endOfCandidates);
    }

    /// @param transceiver null: the section is rejected, or kept free
    record Section(RtpTransceiver transceiver, String mid, Direction direction) {}

    RtcSessionDescription description() {
        return new RtcSessionDescription(type, text);
    }
}
