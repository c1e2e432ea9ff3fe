package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.SessionDescription;

/// The peer's candidates, which may come before their generation is agreed on. Bounded.
///
/// @rfc 8838 9 Receiving Candidates
final class RemoteCandidates {
    private static final int MOST_WAITING = 200;

    /// @param candidate null: the end of candidates
    private record Waiting(String mid, String ufrag, Candidate candidate) {}

    private final IcePath path;
    private final List<Waiting> waiting = new ArrayList<>();
    private long ignored;

    RemoteCandidates(IcePath path) {
        this.path = path;
    }

    /// Candidates that were of no use: TCP, names, another section's, too many.
    long ignored() {
        return ignored;
    }

    /// @throws RtcException when the candidate belongs to no section or generation of the remote description
    void add(RtcIceCandidate candidate, SessionDescription remote) {
        MediaDescription section = sectionOf(candidate, remote);
        String ufrag = remote.transport(section).iceUfrag();
        String named = candidate.usernameFragment();
        if (named != null && !named.isEmpty() && !named.equals(ufrag)) {
            throw refused("the candidate is of ICE generation " + named + ", the remote description of " + ufrag
                    + ": drop it");
        }
        Waiting added = new Waiting(section.mid(), ufrag,
                candidate.isEndOfCandidates() ? null : parse(candidate.candidate()));
        if (waiting.size() == MOST_WAITING) {
            ignored++;
        } else {
            waiting.add(added);
        }
    }

    /// The candidates that a description brings along.
    void addAll(MediaDescription section, String ufrag) {
        section.candidates().forEach(candidate -> waiting.add(new Waiting(section.mid(), ufrag, candidate)));
        if (section.endOfCandidates()) {
            waiting.add(new Waiting(section.mid(), ufrag, null));
        }
    }

    /// Hands over what belongs to the generation agreed on. With BUNDLE only candidates of the section that carries the transport count.
    void release(String mid, String ufrag) {
        Iterator<Waiting> each = waiting.iterator();
        while (each.hasNext()) {
            Waiting next = each.next();
            if (next.ufrag.equals(ufrag)) {
                each.remove();
                release(next, mid);
            }
        }
    }

    void clear() {
        waiting.clear();
    }

    private void release(Waiting next, String mid) {
        if (!next.mid.equals(mid)) {
            ignored++;
        } else if (next.candidate == null) {
            path.endOfRemoteCandidates();
        } else {
            Candidates.usable(next.candidate).ifPresentOrElse(path::addRemoteCandidate, () -> ignored++);
        }
    }

    private static MediaDescription sectionOf(RtcIceCandidate candidate, SessionDescription remote) {
        if (candidate.sdpMid() != null) {
            return remote.media(candidate.sdpMid()).orElseThrow(
                    () -> refused("the candidate is for mid " + candidate.sdpMid()
                            + ", which the remote description does not have"));
        }
        if (candidate.sdpMLineIndex() < 0 || candidate.sdpMLineIndex() >= remote.media().size()) {
            throw refused("the candidate is for section " + candidate.sdpMLineIndex()
                    + ", and the remote description has " + remote.media().size()
                    + ": give its sdpMid, or its sdpMLineIndex");
        }
        return remote.media().get(candidate.sdpMLineIndex());
    }

    private static Candidate parse(String line) {
        try {
            return Candidate.parse(line);
        } catch (SdpParseException e) {
            throw refused("not a candidate: " + e.getMessage());
        }
    }

    private static RtcException refused(String message) {
        return new RtcException(RtcException.Kind.OPERATION, message);
    }
}
