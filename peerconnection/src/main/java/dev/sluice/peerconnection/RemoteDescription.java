package dev.sluice.peerconnection;

import dev.sluice.ice.IceCredentials;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.WebRtcPolicy;

/// Reads what the other side describes, and refuses what cannot be used before anything of it takes effect.
///
/// @rfc 9429 5.8 Parsing a Session Description
/// @rfc 9429 5.10 Applying a Remote Description
final class RemoteDescription {
    private RemoteDescription() {}

    /// @param previous the latest description of either side; null for the first
    static SessionDescription offer(String sdp, SessionDescription previous) {
        SessionDescription offer = parse(sdp);
        if (previous != null && offer.media().size() < previous.media().size()) {
            throw unusable("the offer has " + offer.media().size() + " media sections and the session "
                    + previous.media().size()
                    + ": sections may be stopped, never left out");
        }
        return offer;
    }

    static SessionDescription answer(String sdp, SessionDescription offer) {
        SessionDescription answer = parse(sdp);
        if (answer.media().size() != offer.media().size()) {
            throw unusable("the answer has " + answer.media().size() + " media sections and the offer "
                    + offer.media().size());
        }
        for (int i = 0; i < answer.media().size(); i++) {
            checkSection(i, answer.media().get(i), offer.media().get(i));
        }
        return answer;
    }

    private static SessionDescription parse(String sdp) {
        try {
            SessionDescription description = SessionDescription.parse(sdp);
            WebRtcPolicy.ignoringCandidates().check(description);
            checkCredentials(description);
            return description;
        } catch (SdpParseException e) {
            throw new RtcException(RtcException.Kind.SDP_SYNTAX, e.getMessage());
        }
    }

    private static void checkCredentials(SessionDescription description) {
        for (MediaDescription section : description.media()) {
            var transport = description.transport(section);
            if (!section.isRejected() && !IceCredentials.isValid(transport.iceUfrag(), transport.icePwd())) {
                throw unusable("a=ice-ufrag needs 4 to 256 characters and a=ice-pwd 22 to 256 (section " + section.mid()
                        + ")");
            }
        }
    }

    private static void checkSection(int index, MediaDescription answer, MediaDescription offer) {
        if (!answer.kind().equals(offer.kind())) {
            throw unusable("section " + index + " is offered as " + offer.kind() + " and answered as " + answer.kind());
        }
        if (!answer.isRejected() && !answer.mid().isEmpty() && !answer.mid().equals(offer.mid())) {
            throw unusable(
                    "section " + index + " is offered as mid " + offer.mid() + " and answered as mid " + answer.mid());
        }
    }

    private static RtcException unusable(String message) {
        return new RtcException(RtcException.Kind.INVALID_ACCESS, message);
    }
}
