package dev.sluice.ice;

/// Which candidates an agent uses, in the words of RTCIceTransportPolicy.
public enum IceTransportPolicy {
    ALL,
    /// Relayed candidates only: the peer learns no address of ours but the TURN server's.
    RELAY
}
