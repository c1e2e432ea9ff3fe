package dev.sluice.peerconnection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sluice.sdp.Codecs;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.SsrcGroup;

/// What both peers agreed on for one media section, once there is an offer and an answer.
///
/// @param direction    as seen from here
/// @param sent         the codecs the peer accepts, with the payload types it wants
/// @param received     the codecs that may arrive, with our payload types
/// @param extensions   the identifiers of the header extensions by URI
/// @param reducedSize  whether feedback may travel without a report before it (RFC 5506)
/// @param announced    the SSRCs the peer said it will send
/// @param repairedBy   the media SSRC behind each retransmission SSRC the peer announced
///
/// @rfc 9429 5.11 Applying an Answer
record MediaAgreement(
        String mid,
        Direction direction,
        List<RtpCodec> sent,
        List<RtpCodec> received,
        Map<String, Integer> extensions,
        boolean reducedSize,
        Set<Integer> announced,
        Map<Integer, Integer> repairedBy) {

    static MediaAgreement of(SessionDescription localSession, MediaDescription local, SessionDescription remoteSession,
            MediaDescription remote) {
        Direction direction = localSession.direction(local).within(remoteSession.direction(remote).reversed());
        List<RtpCodec> sent = Codecs.common(remote.codecs(), local.codecs());
        List<RtpCodec> received = Codecs.common(local.codecs(), remote.codecs());
        return new MediaAgreement(local.mid(), direction, sent, received, extensions(local, remote),
                local.rtcpReducedSize() && remote.rtcpReducedSize(), announced(remote), repairs(remote));
    }

    boolean sends() {
        return direction.sends() && !sent.isEmpty();
    }

    boolean receives() {
        return direction.receives() && !received.isEmpty();
    }

    boolean announces(int ssrc) {
        return announced.contains(ssrc);
    }

    private static Set<Integer> announced(MediaDescription remote) {
        return remote.ssrcs().stream().map(attributes -> (int) attributes.ssrc())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Integer> extensions(MediaDescription local, MediaDescription remote) {
        List<String> remoteUris = remote.extmaps().stream().map(ExtMap::uri).toList();
        Map<String, Integer> ids = new HashMap<>();
        for (ExtMap extension : CodecLists.commonExtensions(local.extmaps(), remoteUris)) {
            ids.putIfAbsent(extension.uri(), extension.id());
        }
        return Map.copyOf(ids);
    }

    private static Map<Integer, Integer> repairs(MediaDescription remote) {
        Map<Integer, Integer> repairs = new HashMap<>();
        for (SsrcGroup group : remote.ssrcGroups()) {
            if (group.semantics().equals("FID") && group.ssrcs().size() == 2) {
                repairs.put(group.ssrcs().get(1).intValue(), group.ssrcs().get(0).intValue());
            }
        }
        return Map.copyOf(repairs);
    }
}
