package dev.sluice.sfu.server;

import dev.sluice.sfu.core.WorkerSnapshot;
import dev.sluice.sfu.signaling.SignalingSnapshot;

/// A worker at one moment.
record WorkerState(WorkerSnapshot rooms, SignalingSnapshot signaling, UdpCounters.Snapshot udp, boolean isOpen) {}
