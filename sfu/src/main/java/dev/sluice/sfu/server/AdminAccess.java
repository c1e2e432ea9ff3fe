package dev.sluice.sfu.server;

/// Who may read the state of the rooms.
enum AdminAccess { OFF, LOOPBACK, ANYONE }
