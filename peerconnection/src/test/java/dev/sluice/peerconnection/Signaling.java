package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;

/// Carries descriptions and candidates between two connections, as a server or a piece of paper would.
final class Signaling {
    private Signaling() {}

    /// Passes on candidates both ways, each as soon as the other side has a description to go with it.
    static void trickle(PeerConnection one, PeerConnection other) {
        trickleOneWay(one, other);
        trickleOneWay(other, one);
    }

    private static void trickleOneWay(PeerConnection from, PeerConnection to) {
        List<RtcIceCandidate> waiting = new ArrayList<>();
        from.onIceCandidate(candidate -> {
            waiting.add(candidate);
            deliver(waiting, to);
        });
        to.onSignalingStateChange(_ -> deliver(waiting, to));
    }

    private static void deliver(List<RtcIceCandidate> waiting, PeerConnection to) {
        if (to.remoteDescription().isPresent()) {
            waiting.forEach(to::addIceCandidate);
            waiting.clear();
        }
    }

    /// One exchange of offer and answer.
    static void negotiate(PeerConnection caller, PeerConnection callee) {
        RtcSessionDescription offer = caller.createOffer().join();
        caller.setLocalDescription(offer).join();
        callee.setRemoteDescription(offer).join();
        RtcSessionDescription answer = callee.createAnswer().join();
        callee.setLocalDescription(answer).join();
        caller.setRemoteDescription(answer).join();
    }
}
