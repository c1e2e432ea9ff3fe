package dev.sluice.sfu.server;

import dev.sluice.sfu.core.WorkerSnapshot;

/// A worker at one moment.
record WorkerState(WorkerSnapshot rooms, UdpCounters.Snapshot udp, boolean isOpen) {}
