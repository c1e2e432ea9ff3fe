package dev.sluice.sfu.signaling;

/// Which of the two connections between a member and the server: the one that brings its tracks, offered by the browser, or
/// the one that takes the others' tracks to it, offered by the server.
public enum Connection { PUBLISH, SUBSCRIBE }
