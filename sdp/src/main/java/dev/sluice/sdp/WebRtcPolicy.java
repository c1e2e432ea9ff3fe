package dev.sluice.sdp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides whether a description may be used for WebRTC: parsing only asks whether it is well formed, this asks whether it is
/// safe and consistent.
///
/// What it demands of every section of audio, video or data channels that is not rejected: DTLS, never SDES keys; a fingerprint
/// with a hash that still holds; ICE credentials; one BUNDLE group over all of them; rtcp-mux; and ids, mids, rids and SSRC
/// groups that mean one thing only. Sections of other kinds are not judged: [Answer] does not accept them.
///
/// @param checksCandidates whether candidates that a stranger must not make us send checks to are a reason to refuse
///
/// @rfc 8827 6.5 Communications Security
/// @rfc 9429 5.8.2 Media Section Parsing
public record WebRtcPolicy(boolean checksCandidates) {
    /// @rfc 8834 4.2 Choice of the RTP Profile
    private static final Set<String> SECURE_PROFILES = Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF",
            "UDP/TLS/RTP/SAVP", "RTP/SAVPF");
    private static final Set<String> STRONG_HASHES = Set.of("sha-256", "sha-384", "sha-512");
    /// @rfc 8122 5 Fingerprint Attribute (MUST NOT be used)
    private static final Set<String> BROKEN_HASHES = Set.of("md2", "md5");

    /// For agents that send checks to strangers' candidates: none may be a name that needs DNS, or an address that is loopback,
    /// multicast or unspecified.
    public static WebRtcPolicy strict() {
        return new WebRtcPolicy(true);
    }

    /// For ICE-lite, which sends no checks, and for agents that judge each candidate themselves by [Candidate#isRemote].
    public static WebRtcPolicy ignoringCandidates() {
        return new WebRtcPolicy(false);
    }

    /// Checks an offer or an answer, in time linear in its length.
    ///
    /// @throws SdpParseException naming the section and the rule it breaks
    public void check(SessionDescription description) {
        Bundles bundles = new Bundles(description);
        session(description, bundles);
        List<MediaDescription> media = description.media();
        for (int i = 0; i < media.size(); i++) {
            if (isJudged(media.get(i))) {
                section(i, description, bundles);
            }
        }
    }

    /// Whether a section has to obey, because it could be accepted.
    static boolean isJudged(MediaDescription section) {
        boolean isMedia = section.kind().equals("audio") || section.kind().equals("video");
        return !section.isRejected() && (isMedia || section.isDataChannel());
    }

    private static void session(SessionDescription description, Bundles bundles) {
        refuseSdes(description);
        Set<String> mids = new HashSet<>();
        description.media().forEach(section -> demand(section.mid().isEmpty() || mids.add(section.mid()),
                "two sections have the same mid"));
        Set<String> bundled = new HashSet<>();
        description.bundleGroups().forEach(group -> group.forEach(mid -> {
            demand(bundles.section(mid) != null, "a BUNDLE group names a mid that no section has");
            demand(bundled.add(mid), "BUNDLE groups name a mid twice");
        }));
        oneTransport(description.media().stream().filter(WebRtcPolicy::isJudged).toList(), bundles);
    }

    /// Sections on one transport are told apart by their header extensions, so an id must mean the same in all of them.
    private static void oneTransport(List<MediaDescription> sections, Bundles bundles) {
        if (sections.size() < 2) {
            return;
        }
        Set<String> group = Set.copyOf(bundles.of(sections.getFirst()));
        Map<Integer, String> uris = new HashMap<>();
        for (MediaDescription section : sections) {
            demand(group.contains(section.mid()), "all sections must be in one BUNDLE group");
            section.extmaps().forEach(extmap -> demand(
                    extmap.uri().equals(uris.computeIfAbsent(extmap.id(), _ -> extmap.uri())),
                    "the id " + extmap.id() + " stands for different header extensions within the BUNDLE group"));
        }
    }

    private void section(int index, SessionDescription description, Bundles bundles) {
        MediaDescription section = description.media().get(index);
        try {
            refuseSdes(section);
            demand(section.isDataChannel() || SECURE_PROFILES.contains(section.protocol()),
                    "the profile must be UDP/TLS/RTP/SAVPF (RFC 8827)");
            transport(bundles.transport(section));
            if (section.isRtp()) {
                demand(bundles.rtcpMux(section), "a=rtcp-mux is required");
                RtpRules.check(section, description.extmapAllowMixed(section));
            }
            demand(!checksCandidates || section.candidates().stream().allMatch(Candidate::isRemote),
                    "a candidate has an address that must not be checked");
            demand(section.attributeValues("setup").stream().distinct().count() <= 1, "a=setup has two values");
        } catch (SdpParseException e) {
            throw new SdpParseException("section " + index + " (" + section.kind() + "): " + e.getMessage());
        }
    }

    private static void refuseSdes(Attributed holder) {
        demand(!holder.has("crypto"), "SDES keys (a=crypto) must not be used (RFC 8827)");
    }

    private static void transport(TransportParameters transport) {
        demand(!transport.iceUfrag().isEmpty() && !transport.icePwd().isEmpty(), "ICE credentials are required");
        List<String> hashes = transport.fingerprints().stream().map(Fingerprint::algorithm).toList();
        demand(hashes.stream().noneMatch(BROKEN_HASHES::contains), "a fingerprint uses a broken hash");
        demand(hashes.stream().anyMatch(STRONG_HASHES::contains), "a fingerprint with sha-256 is required (RFC 8827)");
        demand(transport.setup() != Setup.HOLDCONN, "a=setup:holdconn is not used in WebRTC");
    }

    static void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new SdpParseException(otherwise);
        }
    }
}
