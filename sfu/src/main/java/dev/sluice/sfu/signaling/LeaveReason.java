package dev.sluice.sfu.signaling;

/// Why a participant is gone: it said so, it did not come back in time, or it was put out.
public enum LeaveReason { LEFT, LOST, REMOVED }
