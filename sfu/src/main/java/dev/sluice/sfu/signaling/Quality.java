package dev.sluice.sfu.signaling;

/// How much of a track is wanted, the least first.
public enum Quality { OFF, LOW, MEDIUM, HIGH }
