package dev.sluice.sfu.signaling;

/// Which way a room's media takes: through the server, or from browser to browser.
public enum Mode { SFU, P2P }
