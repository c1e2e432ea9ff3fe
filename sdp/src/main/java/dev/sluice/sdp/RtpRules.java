package dev.sluice.sdp;

import static dev.sluice.sdp.WebRtcPolicy.demand;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules about what the lines of one RTP section say together.
final class RtpRules {
    /// The one-byte form of header extensions has no element of this id.
    ///
    /// @rfc 8285 4.2 One-Byte Header
    private static final int ONE_BYTE_RESERVED = 15;

    private RtpRules() {}

    static void check(MediaDescription section, boolean extmapAllowMixed) {
        extmaps(section.extmaps(), extmapAllowMixed);
        retransmissions(section);
        simulcast(section);
        section.ssrcGroups().forEach(group -> demand(group.ssrcs().size() == new HashSet<>(group.ssrcs()).size(),
                "an ssrc-group names an SSRC twice"));
        section.ssrcGroups().forEach(group -> demand(!group.semantics().equals("FID") || group.ssrcs().size() == 2,
                "an FID group must name two SSRCs"));
    }

    private static void extmaps(List<ExtMap> extmaps, boolean extmapAllowMixed) {
        Set<Integer> ids = new HashSet<>();
        for (ExtMap extmap : extmaps) {
            demand(ids.add(extmap.id()), "two header extensions have the same id");
            demand(extmapAllowMixed || extmap.id() != ONE_BYTE_RESERVED,
                    "header extension id 15 is reserved in the one-byte form");
        }
    }

    /// @rfc 4588 8.1 Introduction (apt names the original, which is no retransmission)
    private static void retransmissions(MediaDescription section) {
        Map<String, String> originals = new HashMap<>();
        for (String value : section.attributeValues("fmtp")) {
            FormatParameters format = FormatParameters.parse(value);
            String apt = format.parameters().get("apt");
            if (apt != null) {
                originals.put(format.format(), apt);
            }
        }
        originals.forEach((_, apt) -> demand(!originals.containsKey(apt),
                "a retransmission format retransmits a retransmission format"));
    }

    /// @rfc 8853 5.3 Offer/Answer Use (rids are defined by a=rid, for the same direction)
    private static void simulcast(MediaDescription section) {
        Map<String, StreamDirection> rids = new HashMap<>();
        section.rids().forEach(
                rid -> demand(rids.put(rid.id(), rid.direction()) == null, "two a=rid lines have the same id"));
        section.simulcast().ifPresent(simulcast -> {
            for (StreamDirection direction : StreamDirection.values()) {
                simulcast.rids(direction).forEach(rid -> demand(rids.get(rid) == direction,
                        "a=simulcast names a rid that no a=rid line defines"));
            }
        });
    }
}
