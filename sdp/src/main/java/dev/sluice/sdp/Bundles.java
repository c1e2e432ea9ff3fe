package dev.sluice.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which section carries the transport for which: an index over the BUNDLE groups of one description, built in one pass.
///
/// @rfc 9143 7.1.3 Attributes ("a=") (those of the transport stand in one section for all)
final class Bundles {
    private final SessionDescription session;
    private final Map<String, MediaDescription> sections = new HashMap<>();
    private final Map<String, List<String>> groups = new HashMap<>();

    Bundles(SessionDescription session) {
        this.session = session;
        session.media().forEach(section -> sections.putIfAbsent(section.mid(), section));
        session.bundleGroups().forEach(group -> group.forEach(mid -> groups.putIfAbsent(mid, group)));
    }

    /// Null when no section has this mid.
    MediaDescription section(String mid) {
        return mid.isEmpty() ? null : sections.get(mid);
    }

    /// The mids of the section's group; empty when it stands alone.
    List<String> of(MediaDescription section) {
        return section.mid().isEmpty() ? List.of() : groups.getOrDefault(section.mid(), List.of());
    }

    /// The section itself, or the first of its group when it has no ICE credentials of its own.
    MediaDescription transportOwner(MediaDescription section) {
        List<String> group = of(section);
        if (section.has("ice-ufrag") || group.isEmpty()) {
            return section;
        }
        MediaDescription tagged = section(group.getFirst());
        return tagged == null ? section : tagged;
    }

    TransportParameters transport(MediaDescription section) {
        return TransportParameters.of(session, transportOwner(section));
    }

    boolean rtcpMux(MediaDescription section) {
        return section.rtcpMux() || transportOwner(section).rtcpMux();
    }
}
