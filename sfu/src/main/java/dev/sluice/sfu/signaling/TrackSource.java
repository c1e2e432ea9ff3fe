package dev.sluice.sfu.signaling;

/// Where a track comes from, as its publisher says.
public enum TrackSource { MICROPHONE, CAMERA, SCREEN, SCREEN_AUDIO, OTHER }
