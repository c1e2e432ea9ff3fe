package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sluice.sdp.AcceptedMedia;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SsrcAttributes;
import dev.sluice.sdp.SsrcGroup;
import dev.sluice.sdp.TransportParameters;

/// What is taken of an offer to publish: every sending audio and video section with a codec that we forward, in one codec each.
///
/// Simulcast and its RIDs are not accepted, the publisher then sends one layer (RFC 8853 5.3.2).
///
/// @param peer        how to reach the publisher; null when no section is accepted
/// @param reducedSize whether the publisher takes RTCP feedback without a report in front (RFC 5506)
record PublishNegotiation(TransportParameters peer, boolean reducedSize, List<TrackParameters> tracks) {
    /// Chooses, and accepts what is chosen in the offer's answer. A publisher who cannot offer again has to send something now.
    static PublishNegotiation once(Offer offer, int maxTracks) throws RefusedOffer {
        return of(offer, maxTracks, false).orElseThrow(offer::nothingAccepted);
    }

    /// The same for a member's first offer. A section that does not send is accepted as inactive, as a later offer may let it send.
    static PublishNegotiation first(Offer offer, int maxTracks) throws RefusedOffer {
        return of(offer, maxTracks, true).orElseThrow(offer::nothingAccepted);
    }

    /// The same for an offer of somebody who publishes already, which may leave nothing to send.
    static PublishNegotiation again(Offer offer, int maxTracks) throws RefusedOffer {
        return of(offer, maxTracks, true).orElse(new PublishNegotiation(null, true, List.of()));
    }

    private static Optional<PublishNegotiation> of(Offer offer, int maxTracks, boolean takesInactive)
            throws RefusedOffer {
        List<Offer.Section> accepted = new ArrayList<>();
        List<TrackParameters> tracks = new ArrayList<>();
        for (Offer.Section section : offer.sections()) {
            MediaDescription media = section.media();
            Optional<RtpCodec> codec = SupportedCodecs.toReceive(media.kind(), media.codecs());
            if (!offer.sends(section) && !takesInactive) {
                offer.reject(section, "a publisher's sections are sendonly or sendrecv");
            } else if (codec.isEmpty()) {
                offer.rejectCodecs(section, "offer one of opus, VP8, H264, VP9, AV1");
            } else if (!offer.sends(section)) {
                accepted.add(section);
                accept(offer, section, codec.get(), Direction.INACTIVE);
            } else if (tracks.size() == maxTracks) {
                offer.reject(section, "a publisher may have " + maxTracks + " tracks");
            } else {
                accepted.add(section);
                tracks.add(accept(offer, section, codec.get(), Direction.RECVONLY));
            }
        }
        if (accepted.isEmpty()) {
            return Optional.empty();
        }
        Offer.Section first = accepted.getFirst();
        return Optional.of(new PublishNegotiation(offer.transport(first), first.media().rtcpReducedSize(), tracks));
    }

    private static TrackParameters accept(Offer offer, Offer.Section section, RtpCodec codec, Direction direction) {
        MediaDescription media = section.media();
        Optional<RtpCodec> rtx = SupportedCodecs.retransmissionOf(codec, media.codecs());
        int ssrc = signalledSsrc(media);
        int rtxSsrc = rtx.isPresent() ? retransmissionSsrc(media, ssrc) : 0;
        var track = new TrackParameters(media.mid(), media.kind(), codec, rtx,
                SupportedExtensions.toReceive(media.extmaps()), ssrc, rtxSsrc);
        offer.answer().accept(section.index(),
                new AcceptedMedia(direction, track.codecs(), track.extensions(), List.of(), List.of()));
        return track;
    }

    /// The first one: where there are retransmissions (FID) or layers (SIM) as well, they come behind.
    private static int signalledSsrc(MediaDescription media) {
        return media.ssrcs().stream().map(SsrcAttributes::ssrc).findFirst().orElse(0L).intValue();
    }

    /// @rfc 4588 8.8 Declarative Considerations: `ssrc-group:FID` names the original, then its retransmissions
    private static int retransmissionSsrc(MediaDescription media, int ssrc) {
        return media.ssrcGroups().stream().filter(group -> group.semantics().equals("FID")).map(SsrcGroup::ssrcs)
                .filter(pair -> pair.size() == 2 && pair.getFirst().intValue() == ssrc).map(List::getLast).findFirst()
                .orElse(0L).intValue();
    }
}
