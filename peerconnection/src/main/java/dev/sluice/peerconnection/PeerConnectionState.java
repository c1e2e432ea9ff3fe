package dev.sluice.peerconnection;

import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.ice.IceState;

/// ICE and DTLS seen as one. W3C `RTCPeerConnectionState`.
public enum PeerConnectionState {
    NEW, CONNECTING, CONNECTED, DISCONNECTED, FAILED, CLOSED;
}
