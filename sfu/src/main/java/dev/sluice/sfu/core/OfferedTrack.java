package dev.sluice.sfu.core;

/// Which track a live section of an offer to a subscriber carries.
///
/// @param mid          the section
/// @param publisher    the participant whose track it is
/// @param publisherMid the publisher's own section, which names the track among the publisher's
public record OfferedTrack(String mid, String publisher, String publisherMid) {}
