package dev.sluice.sdp;

import java.util.List;

/// The one transport under all sections that we offer or answer, and how it is written.
record OwnTransport(TransportParameters parameters, List<Candidate> candidates, boolean endOfCandidates) {
    OwnTransport {
        candidates = List.copyOf(candidates);
    }

    OwnTransport with(TransportParameters others) {
        return new OwnTransport(others, candidates, endOfCandidates);
    }

    OwnTransport with(List<Candidate> others, boolean end) {
        return new OwnTransport(parameters, others, end);
    }

    List<Attribute> sessionAttributes(List<String> bundle, boolean extmapAllowMixed) {
        SectionAttributes attributes = new SectionAttributes();
        if (parameters.iceLite()) {
            attributes.flag("ice-lite");
        }
        attributes.add("ice-options", "trickle ice2");
        if (!bundle.isEmpty()) {
            attributes.add("group", "BUNDLE " + String.join(" ", bundle));
        }
        return extmapAllowMixed ? attributes.flag("extmap-allow-mixed").list() : attributes.list();
    }

    /// The section that speaks for the bundle: the candidates stand here, and the default one in its `m=` and `c=` lines.
    MediaDescription tag(MediaDescription section, Setup setup) {
        return write(section, setup, Destination.of(candidates), candidates, endOfCandidates);
    }

    /// Any other section of the bundle.
    MediaDescription bundle(MediaDescription section, Setup setup) {
        return write(section, setup, Destination.NONE, List.of(), false);
    }

    private MediaDescription write(MediaDescription section, Setup setup, Destination destination,
            List<Candidate> candidates, boolean end) {
        SectionAttributes attributes = new SectionAttributes().transport(parameters, setup).all(section.attributes())
                .candidates(candidates, end);
        return new MediaDescription(section.kind(), destination.port(), section.protocol(), section.formats(),
                destination.connection(), attributes.list());
    }
}
