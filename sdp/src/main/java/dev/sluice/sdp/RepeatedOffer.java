package dev.sluice.sdp;

import java.util.List;

/// Makes many offers of one session, which differ in a few of their sections only: each section is written once, and the offers are put together from the texts.
///
/// What comes out is what [Offer] would make of the same sections, byte for byte. The first section carries the candidates and is not to be stopped.
///
/// @rfc 9429 5.2.2 Subsequent Offers
public final class RepeatedOffer {
    /// A section as it stands in every offer that it is part of.
    ///
    /// @param isStopped whether it is only the place of a section that was stopped
    public record Section(String mid, boolean isStopped, String text) {}

    private final OwnTransport own;
    private final String id;
    private final Section first;

    /// @param id    names the session in all offers
    /// @param first the section that is always there
    public RepeatedOffer(TransportParameters parameters, List<Candidate> candidates, String id, OfferedMedia first) {
        own = new OwnTransport(parameters, candidates, true);
        this.id = id;
        this.first = written(Offer.over(parameters).candidates(candidates, true).media(first));
    }

    /// Writes a section of audio or video.
    public Section media(OfferedMedia media) {
        return written(Offer.over(own.parameters()).media(media));
    }

    /// Writes the place of a section that was stopped.
    public Section stopped(String kind, String mid) {
        return written(Offer.over(own.parameters()).stopped(kind, mid));
    }

    private static Section written(Offer offer) {
        MediaDescription section = offer.build().media().getFirst();
        return new Section(section.mid(), section.isRejected(), SdpWriter.write(section));
    }

    /// The offer with these sections behind the first one. Their mids have to differ.
    public String text(long version, List<Section> sections) {
        StringBuilder bundle = new StringBuilder(first.mid);
        int length = first.text.length();
        for (Section section : sections) {
            length += section.text.length();
            if (!section.isStopped) {
                bundle.append(' ').append(section.mid);
            }
        }
        List<Attribute> attributes = own.sessionAttributes(List.of(bundle.toString()), true);
        String session = new SessionDescription(Origin.anonymous(id, version), attributes, List.of()).toString();
        StringBuilder text = new StringBuilder(session.length() + length).append(session).append(first.text);
        sections.forEach(section -> text.append(section.text));
        return text.toString();
    }
}
