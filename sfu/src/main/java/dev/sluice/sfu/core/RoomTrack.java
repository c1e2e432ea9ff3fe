package dev.sluice.sfu.core;

/// A published track, as the room hears of it.
///
/// @param mid   the publisher's section
/// @param kind  `audio` or `video`
/// @param codec `opus`, `VP8`...
public record RoomTrack(String mid, String kind, String codec) {}
