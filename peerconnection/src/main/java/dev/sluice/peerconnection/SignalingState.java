package dev.sluice.peerconnection;

/// How far an exchange of offer and answer has come. W3C `RTCSignalingState`.
///
/// @rfc 9429 3.2 Session Descriptions and State Machine
public enum SignalingState {
    STABLE, HAVE_LOCAL_OFFER, HAVE_REMOTE_OFFER, CLOSED
}
