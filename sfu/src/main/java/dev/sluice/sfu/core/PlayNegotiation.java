package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.sdp.AcceptedMedia;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SentStream;
import dev.sluice.sdp.TransportParameters;

/// Which of a publisher's tracks goes into which section of an offer to play: the first section that receives its kind and can decode its codec.
///
/// The codec is the publisher's, nothing is transcoded. A track that fits nowhere is not played, a section that gets no track is rejected.
record PlayNegotiation(TransportParameters peer, Map<PublishedTrack, TrackParameters> subscriptions) {
    /// Chooses, and accepts what is chosen in the offer's answer.
    static PlayNegotiation of(Offer offer, Publisher publisher, RandomGenerator random) throws RefusedOffer {
        List<Offer.Section> accepted = new ArrayList<>();
        Map<PublishedTrack, TrackParameters> subscriptions = new LinkedHashMap<>();
        List<PublishedTrack> left = new ArrayList<>(publisher.tracks());
        for (Offer.Section section : offer.sections()) {
            String kind = section.media().kind();
            List<PublishedTrack> ofKind = left.stream().filter(track -> track.parameters().kind().equals(kind))
                    .toList();
            Optional<PublishedTrack> found = ofKind.stream()
                    .filter(track -> codecFor(track, section.media()).isPresent()).findFirst();
            if (!offer.receives(section)) {
                offer.reject(section, "a player's sections are recvonly or sendrecv");
            } else if (ofKind.isEmpty()) {
                offer.reject(section, "the publisher has no more " + kind);
            } else if (found.isEmpty()) {
                offer.rejectCodecs(section, "the publisher sends " + ofKind.getFirst().parameters().codec().name()
                        + ", which is not offered");
            } else {
                accepted.add(section);
                left.remove(found.get());
                subscriptions.put(found.get(), accept(offer, section, found.get(), publisher, random));
            }
        }
        if (accepted.isEmpty()) {
            throw offer.nothingAccepted();
        }
        return new PlayNegotiation(offer.transport(accepted.getFirst()), subscriptions);
    }

    private static TrackParameters accept(Offer offer, Offer.Section section, PublishedTrack track, Publisher publisher,
            RandomGenerator random) {
        MediaDescription media = section.media();
        RtpCodec codec = codecFor(track, media).orElseThrow();
        Optional<RtpCodec> rtx = SupportedCodecs.retransmissionOf(codec, media.codecs());
        var copy = new TrackParameters(media.mid(), media.kind(), codec, rtx,
                SupportedExtensions.toSend(media.extmaps()), Ids.ssrc(random),
                rtx.isPresent() ? Ids.ssrc(random) : 0);
        var stream = new SentStream(new Msid(publisher.streamId(), track.id()), publisher.cname(),
                Integer.toUnsignedLong(copy.ssrc()),
                Integer.toUnsignedLong(copy.rtxSsrc()));
        offer.answer().accept(section.index(),
                new AcceptedMedia(Direction.SENDONLY, copy.codecs(), copy.extensions(), List.of(), List.of(stream)));
        return copy;
    }

    private static Optional<RtpCodec> codecFor(PublishedTrack track, MediaDescription media) {
        return SupportedCodecs.toSend(track.parameters().codec(), media.codecs());
    }
}
