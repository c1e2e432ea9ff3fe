package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A session description: who describes, and the media sections.
///
/// [#parse] keeps the order of the lines and every attribute it does not know, and [#toString] writes them again: what a browser
/// offers comes back byte for byte. Attributes that are known were checked while parsing, so that the views here and on
/// [MediaDescription] do not throw on a parsed description.
///
/// Immutable, any thread.
///
/// @param information the `i=` line, null without one; likewise `uri`, the `u=` line, and `connection`, the `c=` line
///
/// @rfc 8866 5 SDP Specification
public record SessionDescription(Origin origin, String name, String information, String uri, List<String> emails,
        List<String> phones, Connection connection, List<Bandwidth> bandwidths, List<Timing> timings,
        List<Attribute> attributes, List<MediaDescription> media) implements Attributed {
    public SessionDescription {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(name, "name");
        emails = List.copyOf(emails);
        phones = List.copyOf(phones);
        bandwidths = List.copyOf(bandwidths);
        timings = List.copyOf(timings);
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// What WebRTC needs of a session description; the rest is empty.
    public SessionDescription(Origin origin, List<Attribute> attributes, List<MediaDescription> media) {
        this(origin, "-", null, null, List.of(), List.of(), null, List.of(), List.of(Timing.ALWAYS), attributes, media);
    }

    /// Reads a session description; lines may end with CRLF or LF.
    ///
    /// @throws SdpParseException naming the line and what is wrong with it
    public static SessionDescription parse(String text) {
        return new SdpReader(text).session();
    }

    /// The first section with this mid.
    public Optional<MediaDescription> media(String mid) {
        return media.stream().filter(section -> !mid.isEmpty() && section.mid().equals(mid)).findFirst();
    }

    /// The mids of every BUNDLE group, as written.
    ///
    /// @rfc 9143 7.1 Generic SDP Considerations
    public List<List<String>> bundleGroups() {
        List<List<String>> groups = new ArrayList<>();
        for (String value : attributeValues("group")) {
            List<String> words = Fields.words(value);
            if (!words.isEmpty() && words.getFirst().equals("BUNDLE")) {
                groups.add(List.copyOf(words.subList(1, words.size())));
            }
        }
        return groups;
    }

    /// The mids of the BUNDLE group that holds this section; empty when it stands alone.
    public List<String> bundleOf(MediaDescription section) {
        return new Bundles(this).of(section);
    }

    /// The section's direction, or else the session's, or else sendrecv.
    public Direction direction(MediaDescription section) {
        return section.ownDirection().or(this::ownDirection).orElse(Direction.SENDRECV);
    }

    public boolean extmapAllowMixed(MediaDescription section) {
        return section.has("extmap-allow-mixed") || has("extmap-allow-mixed");
    }

    /// The options of ICE that the section or the session names: `trickle`, `ice2`, `renomination`...
    public List<String> iceOptions(MediaDescription section) {
        return section.attribute("ice-options").or(() -> attribute("ice-options")).map(Fields::words).orElse(List.of());
    }

    /// How the section is to be reached, after everything it inherits: from the first section of its BUNDLE group when it has
    /// no ICE credentials itself, and from the session.
    public TransportParameters transport(MediaDescription section) {
        return new Bundles(this).transport(section);
    }

    /// Whether the section, or the section whose transport it shares, multiplexes RTCP with RTP.
    public boolean rtcpMux(MediaDescription section) {
        return new Bundles(this).rtcpMux(section);
    }

    /// The text, with CRLF behind every line.
    @Override
    public String toString() {
        return SdpWriter.write(this);
    }
}
