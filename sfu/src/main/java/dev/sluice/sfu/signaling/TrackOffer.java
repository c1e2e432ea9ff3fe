package dev.sluice.sfu.signaling;

/// What an offer or a peer's answer says about one of its sections.
///
/// @param mid   the section of the SDP
/// @param track the name that the track has for everybody
public record TrackOffer(String mid, String track, TrackSource source, boolean muted) {}
