package dev.sluice.sfu.core;

import java.util.List;

import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;

/// What a further offer of a publisher's may change: which sections there are and what they send, but not the connection, and not the order of the sections.
///
/// @rfc 3264 8 Modifying the Session
/// @rfc 9429 5.2.2 Subsequent Offers
final class RenegotiationRules {
    private List<MediaDescription> before = List.of();

    /// Refuses an offer that has fewer sections than the one before, or others in their place: only where the port was 0 something new may begin.
    void checkSections(Offer offer) throws RefusedOffer {
        List<MediaDescription> sections = offer.media();
        if (sections.size() < before.size()) {
            throw unacceptable("the offer has " + sections.size() + " sections where " + before.size()
                    + " are agreed on: sections are stopped with port 0, not left out");
        }
        for (int i = 0; i < before.size(); i++) {
            MediaDescription was = before.get(i);
            if (!was.isRejected() && !isSame(was, sections.get(i))) {
                throw unacceptable(
                        "section " + i + " is another one than before: only a section whose port was 0 is used anew");
            }
        }
    }

    private static boolean isSame(MediaDescription was, MediaDescription is) {
        return was.kind().equals(is.kind()) && was.mid().equals(is.mid());
    }

    /// Refuses an offer that asks for another connection.
    static void checkTransport(TransportParameters known, Setup ours, TransportParameters offered) throws RefusedOffer {
        if (!offered.iceUfrag().equals(known.iceUfrag()) || !offered.icePwd().equals(known.icePwd())) {
            throw unacceptable("an ICE restart is not possible here: close this connection and publish with a new one");
        }
        if (!offered.fingerprints().equals(known.fingerprints()) || offered.setup() == ours) {
            throw unacceptable(
                    "the certificate or the role in DTLS has changed: close this connection and publish with a new one");
        }
    }

    /// The next offer is held against what was answered to this one.
    void answered(List<MediaDescription> sections) {
        before = sections;
    }

    private static RefusedOffer unacceptable(String explanation) {
        return new RefusedOffer(Refusal.UNACCEPTABLE_OFFER, explanation);
    }
}
