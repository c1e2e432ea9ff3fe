package dev.sluice.ice;

/// How far an [IceAgent] has come, in the words of RTCIceTransportState.
public enum IceState {
    /// Has not checked anything: candidates or the peer's credentials are missing.
    NEW, CHECKING,
    /// There is a selected pair; other pairs are still being checked.
    CONNECTED,
    /// There is a selected pair and nothing left to check.
    COMPLETED,
    /// The peer has not answered for a while on the selected pair. May heal by itself.
    DISCONNECTED,
    /// No pair works, or consent has run out. Only a new agent (an ICE restart) helps.
    FAILED, CLOSED
}
