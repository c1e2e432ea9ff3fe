package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.ice.IceCredentials;
import dev.sluice.sdp.Candidate;

/// What our side tells about one generation of ICE: credentials, and the candidates found so far.
final class LocalGeneration {
    final IceCredentials credentials;
    final List<Candidate> candidates = new ArrayList<>();
    String mid = "";
    boolean gathering;
    boolean gathered;

    LocalGeneration(IceCredentials credentials) {
        this.credentials = credentials;
    }

    /// A candidate as the peer is to be told of it.
    RtcIceCandidate signalled(Candidate candidate) {
        return new RtcIceCandidate(candidate.toString(), mid, 0, credentials.ufrag());
    }

    RtcIceCandidate endOfCandidates() {
        return RtcIceCandidate.endOfCandidates(mid, credentials.ufrag());
    }
}
