package dev.sluice.sfu.server;

/// Where HTTPS gets its certificate from, when no files are given.
enum TlsMode { OFF, SELF_SIGNED }
