package dev.sluice.peerconnection;

/// Whether all local candidates are known. W3C `RTCIceGatheringState`.
public enum IceGatheringState {
    NEW, GATHERING, COMPLETE
}
