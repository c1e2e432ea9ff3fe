package dev.sluice.sfu.signaling;

/// What a track holds.
public enum TrackKind { AUDIO, VIDEO }
