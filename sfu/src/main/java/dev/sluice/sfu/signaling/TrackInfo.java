package dev.sluice.sfu.signaling;

/// A published track as everybody in the room sees it.
///
/// @param track its name, chosen by its publisher
public record TrackInfo(String track, TrackKind kind, TrackSource source, boolean muted) {
    TrackInfo withMuted(boolean changed) {
        return new TrackInfo(track, kind, source, changed);
    }
}
