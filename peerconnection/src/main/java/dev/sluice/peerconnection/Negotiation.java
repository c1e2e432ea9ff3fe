package dev.sluice.peerconnection;

import static dev.sluice.peerconnection.SignalingState.HAVE_LOCAL_OFFER;
import static dev.sluice.peerconnection.SignalingState.HAVE_REMOTE_OFFER;
import static dev.sluice.peerconnection.SignalingState.STABLE;

import dev.sluice.sdp.SessionDescription;

/// The signaling state, and which descriptions are in force or proposed.
///
/// It knows the order in which descriptions may come and nothing of what they say.
///
/// @rfc 9429 3.2 Session Descriptions and State Machine
/// @rfc 9429 4.1.8.2 Rollback
final class Negotiation {
    private SignalingState state = STABLE;
    private SessionDescription currentLocal;
    private SessionDescription currentRemote;
    private SessionDescription pendingLocal;
    private SessionDescription pendingRemote;

    SignalingState state() {
        return state;
    }

    /// The latest local description, agreed or proposed; null before the first.
    SessionDescription local() {
        return pendingLocal != null ? pendingLocal : currentLocal;
    }

    SessionDescription remote() {
        return pendingRemote != null ? pendingRemote : currentRemote;
    }

    /// The local description that both sides have agreed to; null before the first agreement.
    SessionDescription currentLocal() {
        return currentLocal;
    }

    SessionDescription currentRemote() {
        return currentRemote;
    }

    void checkLocal(SdpType type) {
        boolean fits = switch (type) {
            case OFFER -> state == STABLE || state == HAVE_LOCAL_OFFER;
            case ANSWER -> state == HAVE_REMOTE_OFFER;
            case ROLLBACK -> state == HAVE_LOCAL_OFFER;
        };
        if (!fits) {
            throw refused("setLocalDescription", type);
        }
    }

    /// A remote offer is welcome while ours is open: it takes ours back, as the polite peer of W3C's perfect negotiation wants it.
    void checkRemote(SdpType type) {
        boolean fits = switch (type) {
            case OFFER -> state != SignalingState.CLOSED;
            case ANSWER -> state == HAVE_LOCAL_OFFER;
            case ROLLBACK -> state == HAVE_REMOTE_OFFER;
        };
        if (!fits) {
            throw refused("setRemoteDescription", type);
        }
    }

    void propose(SessionDescription offer, boolean local) {
        pendingLocal = local ? offer : null;
        pendingRemote = local ? null : offer;
        state = local ? HAVE_LOCAL_OFFER : HAVE_REMOTE_OFFER;
    }

    void agree(SessionDescription answer, boolean local) {
        currentLocal = local ? answer : pendingLocal;
        currentRemote = local ? pendingRemote : answer;
        rollBack();
    }

    void rollBack() {
        pendingLocal = null;
        pendingRemote = null;
        state = STABLE;
    }

    void close() {
        state = SignalingState.CLOSED;
    }

    private RtcException refused(String call, SdpType type) {
        String instead = switch (state) {
            case STABLE -> "there is no open offer; begin with an offer";
            case HAVE_LOCAL_OFFER ->
                "our offer is open; set the remote answer, or roll the offer back with setLocalDescription";
            case HAVE_REMOTE_OFFER ->
                "the remote offer is open; set our answer to it, or roll the offer back with setRemoteDescription";
            case CLOSED -> "make a new PeerConnection";
        };
        return new RtcException(RtcException.Kind.INVALID_STATE,
                call + "(" + type + ") in signaling state " + state + ": " + instead);
    }
}
