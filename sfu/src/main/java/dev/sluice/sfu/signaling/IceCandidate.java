package dev.sluice.sfu.signaling;

/// An ICE candidate as browsers write it (RTCIceCandidateInit). What may be missing is null.
///
/// @param candidate the line; empty for the end of candidates
public record IceCandidate(String candidate, String sdpMid, Integer sdpMLineIndex, String usernameFragment) {}
