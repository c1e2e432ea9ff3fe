package dev.sluice.peerconnection;

import java.util.Objects;

/// A session description and what it is meant as. W3C `RTCSessionDescription`.
///
/// @param sdp the text; empty for a rollback
public record RtcSessionDescription(SdpType type, String sdp) {
    public RtcSessionDescription {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(sdp, "sdp: pass \"\" for a rollback");
    }

    public static RtcSessionDescription offer(String sdp) {
        return new RtcSessionDescription(SdpType.OFFER, sdp);
    }

    public static RtcSessionDescription answer(String sdp) {
        return new RtcSessionDescription(SdpType.ANSWER, sdp);
    }

    /// Takes back the offer that nobody has answered yet.
    public static RtcSessionDescription rollback() {
        return new RtcSessionDescription(SdpType.ROLLBACK, "");
    }
}
