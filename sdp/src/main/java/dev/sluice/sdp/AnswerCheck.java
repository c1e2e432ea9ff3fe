package dev.sluice.sdp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Refuses to accept more than was offered in a section.
///
/// @rfc 3264 6.1 Unicast Streams
final class AnswerCheck {
    private final SessionDescription offer;
    private final MediaDescription offered;
    private final int index;

    AnswerCheck(SessionDescription offer, MediaDescription offered, int index) {
        this.offer = offer;
        this.offered = offered;
        this.index = index;
    }

    void check(AcceptedMedia media) {
        demand(offered.isRtp(), "is not offered for RTP: reject it, or use acceptData");
        direction(media);
        codecs(media.codecs());
        extmaps(media.extmaps());
        rids(media.receivedRids());
    }

    private void direction(AcceptedMedia media) {
        Direction allowed = offer.direction(offered).reversed();
        demand(media.direction().within(allowed) == media.direction(),
                "is offered " + allowed.reversed() + " and can be answered " + allowed + " at most, not "
                        + media.direction());
        demand(media.direction().sends() || media.streams().isEmpty(), "announces streams but does not send");
    }

    private void codecs(List<RtpCodec> codecs) {
        Map<Integer, RtpCodec> offers = offered.codecs().stream()
                .collect(Collectors.toMap(RtpCodec::payloadType, codec -> codec));
        demand(!codecs.isEmpty(), "needs a codec: reject it when there is none in common");
        Set<Integer> seen = new HashSet<>();
        for (RtpCodec codec : codecs) {
            RtpCodec one = offers.get(codec.payloadType());
            demand(one != null && one.name().equalsIgnoreCase(codec.name()) && one.clockRate() == codec.clockRate()
                    && one.channels() == codec.channels(),
                    "does not offer payload type " + codec.payloadType() + " as " + codec.name()
                            + ": answer with the offer's payload types");
            demand(seen.add(codec.payloadType()), "is answered with payload type " + codec.payloadType() + " twice");
            demand(one.feedback().containsAll(codec.feedback()),
                    "is answered with feedback that payload type " + codec.payloadType() + " does not offer");
        }
    }

    private void extmaps(List<ExtMap> extmaps) {
        Map<Integer, String> offers = new HashMap<>();
        offered.extmaps().forEach(extmap -> offers.putIfAbsent(extmap.id(), extmap.uri()));
        extmaps.forEach(extmap -> demand(extmap.uri().equals(offers.get(extmap.id())),
                "does not offer extension " + extmap.uri() + " as id " + extmap.id()));
    }

    private void rids(List<String> rids) {
        List<String> offers = offered.simulcast().map(simulcast -> simulcast.rids(StreamDirection.SEND))
                .orElse(List.of());
        demand(offers.containsAll(rids), "offers the rids " + offers + ", which do not include all of " + rids);
    }

    private void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException("section " + index + " " + otherwise);
        }
    }
}
