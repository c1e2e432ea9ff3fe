package dev.sluice.dtlssrtp;

/// The states of a DTLS transport, as W3C names them (RTCDtlsTransportState).
public enum DtlsState {
    NEW, CONNECTING, CONNECTED, CLOSED, FAILED
}
