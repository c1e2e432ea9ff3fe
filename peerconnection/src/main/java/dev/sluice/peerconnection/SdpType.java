package dev.sluice.peerconnection;

/// What a session description is meant as. W3C `RTCSdpType`; provisional answers are not supported.
public enum SdpType {
    OFFER, ANSWER, ROLLBACK
}
