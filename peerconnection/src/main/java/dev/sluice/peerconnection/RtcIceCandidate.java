package dev.sluice.peerconnection;

import java.util.Objects;

/// One ICE candidate on its way between the peers. W3C `RTCIceCandidate`.
///
/// @param candidate        the text after `a=`, such as `candidate:1 1 udp 2113937151 192.0.2.1 40000 typ host`; empty: no more candidates will come
/// @param sdpMid           the media section it belongs to, or null
/// @param sdpMLineIndex    the position of that section, or -1; used when there is no mid
/// @param usernameFragment the ICE generation it belongs to, or null for the current one
public record RtcIceCandidate(String candidate, String sdpMid, int sdpMLineIndex, String usernameFragment) {
    public RtcIceCandidate {
        Objects.requireNonNull(candidate, "candidate: pass \"\" for the end of candidates");
    }

    /// Says that no more candidates will come. As in W3C it is signalled like a candidate.
    ///
    /// @rfc 8838 13 Peer Reflexive Candidates and end-of-candidates
    public static RtcIceCandidate endOfCandidates(String sdpMid, String usernameFragment) {
        return new RtcIceCandidate("", sdpMid, 0, usernameFragment);
    }

    public boolean isEndOfCandidates() { return candidate.isEmpty(); }
}
