package dev.sluice.sdp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides whether a description may be used for WebRTC: parsing only asks whether it is well formed, this asks whether it is
/// safe and consistent.
///
/// What it demands of every section of audio, video or data channels that is not rejected: DTLS-SRTP or DTLS, never SDES keys;
/// a fingerprint with a hash that still holds; ICE credentials; one BUNDLE group over all of them; rtcp-mux; and ids, mids,
/// rids and SSRC groups that mean one thing only. Sections of other kinds are not judged: nobody can accept them.
///
/// @param checksCandidates whether candidates that a stranger must not make us send checks to are a reason to refuse
///
/// @rfc 8827 6.5 Communications Security
/// @rfc 9429 5.8.2 Media Section Parsing
public record WebRtcPolicy(boolean checksCandidates) {
    private static final Set<String> STRONG_HASHES = Set.of("sha-256", "sha-384", "sha-512");
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

    /// @throws SdpParseException naming the section and the rule it breaks
    public void check(SessionDescription description) {
        session(description);
        List<MediaDescription> media = description.media();
        for (int i = 0; i < media.size(); i++) {
            MediaDescription section = media.get(i);
            try {
                if (isJudged(section)) {
                    section(description, section);
                }
            } catch (SdpParseException e) {
                throw new SdpParseException(
                        "section " + i + " (" + SdpParseException.excerpt(section.kind()) + "): " + e.getMessage());
            }
        }
    }

    private static boolean isJudged(MediaDescription section) {
        return !section.isRejected()
                && (section.kind().equals("audio") || section.kind().equals("video") || section.isDataChannel());
    }

    private void session(SessionDescription description) {
        demand(!description.has("crypto"), "SDES keys (a=crypto) are not secure and not used in WebRTC (RFC 8827)");
        uniqueMids(description.media());
        description.bundleGroups().forEach(group -> bundle(description, group));
        List<MediaDescription> judged = description.media().stream().filter(WebRtcPolicy::isJudged).toList();
        if (judged.size() > 1) {
            List<String> group = description.bundleOf(judged.getFirst());
            demand(judged.stream().allMatch(section -> group.contains(section.mid())),
                    "all sections must be in one BUNDLE group");
        }
    }

    private static void uniqueMids(List<MediaDescription> media) {
        Set<String> mids = new HashSet<>();
        for (MediaDescription section : media) {
            demand(section.mid().isEmpty() || mids.add(section.mid()), "two sections have the same mid");
        }
    }

    private static void bundle(SessionDescription description, List<String> group) {
        Set<String> mids = new HashSet<>();
        Map<Integer, String> uris = new HashMap<>();
        for (String mid : group) {
            demand(mids.add(mid), "a BUNDLE group names a mid twice");
            MediaDescription section = description.media(mid)
                    .orElseThrow(() -> new SdpParseException("a BUNDLE group names a mid that no section has"));
            if (isJudged(section)) {
                section.extmaps()
                        .forEach(extmap -> demand(
                                extmap.uri().equals(uris.computeIfAbsent(extmap.id(), _ -> extmap.uri())),
                                "a header extension id means different things within a BUNDLE group"));
            }
        }
    }

    private void section(SessionDescription description, MediaDescription section) {
        demand(!section.has("crypto"), "SDES keys (a=crypto) are not secure and not used in WebRTC (RFC 8827)");
        demand(section.isDataChannel() || isDtlsSrtp(section.protocol()),
                "the profile must be UDP/TLS/RTP/SAVPF (RFC 8827)");
        demand(section.attributeValues("setup").stream().distinct().count() <= 1, "two different values of a=setup");
        transport(description.transport(section));
        if (section.isRtp()) {
            demand(description.rtcpMux(section), "a=rtcp-mux is required");
            RtpRules.check(section, description.extmapAllowMixed(section));
        }
        if (checksCandidates) {
            section.candidates().forEach(
                    candidate -> demand(candidate.isRemote(), "a candidate has an address that must not be checked"));
        }
    }

    /// @rfc 8834 4.2 Choice of the RTP Profile
    private static boolean isDtlsSrtp(String protocol) {
        return protocol.equals("UDP/TLS/RTP/SAVPF") || protocol.equals("TCP/TLS/RTP/SAVPF")
                || protocol.equals("RTP/SAVPF") || protocol.equals("UDP/TLS/RTP/SAVP");
    }

    private static void transport(TransportParameters transport) {
        demand(!transport.iceUfrag().isEmpty() && !transport.icePwd().isEmpty(),
                "a=ice-ufrag and a=ice-pwd are required");
        demand(transport.fingerprints().stream().noneMatch(
                fingerprint -> BROKEN_HASHES.contains(fingerprint.algorithm())), "a fingerprint uses a broken hash");
        demand(transport.fingerprints().stream()
                .anyMatch(fingerprint -> STRONG_HASHES.contains(fingerprint.algorithm())),
                "a fingerprint with sha-256, sha-384 or sha-512 is required (RFC 8827)");
        demand(transport.setup() != Setup.HOLDCONN, "a=setup:holdconn is not used in WebRTC");
    }

    static void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new SdpParseException(otherwise);
        }
    }
}
