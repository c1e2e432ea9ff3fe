package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.sdp.Answer;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.TransportParameters;

/// A participant's offer, read and judged, and the answer to it as it grows.
///
/// A section that cannot be used is not an error: it is rejected in the answer and the rest works. Why it cannot is kept, to be told when nothing is left.
final class Offer {
    /// A section that may be accepted.
    record Section(int index, MediaDescription media) {}

    private final SessionDescription description;
    private final Answer answer;
    private final List<Section> sections = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();
    private boolean codecMissing;

    private Offer(SessionDescription description, Answer answer) {
        this.description = description;
        this.answer = answer;
    }

    static Offer read(String text) throws RefusedOffer {
        SessionDescription description = parse(text);
        Offer offer = new Offer(description, begin(description));
        for (int i = 0; i < description.media().size(); i++) {
            offer.consider(new Section(i, description.media().get(i)));
        }
        return offer;
    }

    private static SessionDescription parse(String text) throws RefusedOffer {
        try {
            return SessionDescription.parse(text);
        } catch (SdpParseException e) {
            throw new RefusedOffer(Refusal.MALFORMED_OFFER, e.getMessage());
        }
    }

    private static Answer begin(SessionDescription description) throws RefusedOffer {
        try {
            return Answer.to(description);
        } catch (SdpParseException e) {
            throw new RefusedOffer(Refusal.UNACCEPTABLE_OFFER, e.getMessage());
        }
    }

    private void consider(Section section) {
        String kind = section.media().kind();
        if (!kind.equals("audio") && !kind.equals("video")) {
            reject(section, "only audio and video are taken");
        } else if (section.media().isRejected()) {
            reject(section, "its port is 0");
        } else {
            sections.add(section);
        }
    }

    /// All sections, as offered.
    List<MediaDescription> media() {
        return description.media();
    }

    /// The audio and video sections, in the offer's order.
    List<Section> sections() {
        return sections;
    }

    Answer answer() {
        return answer;
    }

    boolean sends(Section section) {
        return description.direction(section.media()).sends();
    }

    boolean receives(Section section) {
        return description.direction(section.media()).receives();
    }

    /// Remembers why a section is not accepted.
    void reject(Section section, String why) {
        obstacles.add("section " + section.index() + " (" + section.media().kind() + "): " + why);
    }

    /// Like [#reject], for want of a codec.
    void rejectCodecs(Section section, String why) {
        codecMissing = true;
        reject(section, why);
    }

    /// What to tell the offerer when no section is accepted.
    RefusedOffer nothingAccepted() {
        String explanation = obstacles.isEmpty() ? "the offer has no audio or video section"
                : String.join("; ", obstacles);
        return new RefusedOffer(codecMissing ? Refusal.NO_COMMON_CODEC : Refusal.UNACCEPTABLE_OFFER, explanation);
    }

    /// How to reach the offerer: what its first accepted section says holds for all of the bundle.
    TransportParameters transport(Section first) throws RefusedOffer {
        TransportParameters transport = description.transport(first.media());
        if (transport.iceLite()) {
            throw new RefusedOffer(Refusal.UNACCEPTABLE_OFFER,
                    "two ICE-lite endpoints cannot find each other: this server is one, join with a full agent");
        }
        return transport;
    }
}
