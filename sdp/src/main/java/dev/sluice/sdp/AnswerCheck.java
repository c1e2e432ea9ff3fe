package dev.sluice.sdp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Refuses to accept more than was offered in a section.
///
/// @rfc 3264 6.1 Unicast Streams
final class AnswerCheck {
    private final MediaDescription offered;
    private final Direction offeredDirection;
    private final int index;

    AnswerCheck(MediaDescription offered, Direction offeredDirection, int index) {
        this.offered = offered;
        this.offeredDirection = offeredDirection;
        this.index = index;
    }

    void check(AcceptedMedia media) {
        demand(offered.isRtp(), "is not offered for RTP: reject it, or use acceptData");
        direction(media.direction());
        demand(media.direction().sends() || media.streams().isEmpty(), "announces streams but does not send");
        codecs(media.codecs());
        extmaps(media.extmaps());
        rids(media.receivedRids());
    }

    private void direction(Direction answered) {
        Direction allowed = offeredDirection.reversed();
        demand(answered.within(allowed) == answered,
                "is offered " + offeredDirection + " and can be answered " + allowed + " at most, not " + answered);
    }

    private void codecs(List<RtpCodec> codecs) {
        Map<Integer, RtpCodec> offers = offered.codecs().stream()
                .collect(Collectors.toMap(RtpCodec::payloadType, Function.identity()));
        Set<Integer> seen = new HashSet<>();
        demand(!codecs.isEmpty(), "needs a codec: reject it when there is none in common");
        for (RtpCodec codec : codecs) {
            int payloadType = codec.payloadType();
            RtpCodec offer = offers.get(payloadType);
            demand(offer != null && offer.isSameEncoding(codec), "does not offer payload type " + payloadType + " as "
                    + codec.name() + ": answer with the offer's payload types");
            demand(seen.add(payloadType), "is answered with payload type " + payloadType + " twice");
            demand(offer.feedback().containsAll(codec.feedback()),
                    "is answered with feedback that is not offered for payload type " + payloadType);
        }
    }

    private void extmaps(List<ExtMap> extmaps) {
        Map<Integer, String> offers = new HashMap<>();
        offered.extmaps().forEach(extmap -> offers.putIfAbsent(extmap.id(), extmap.uri()));
        extmaps.forEach(extmap -> demand(extmap.uri().equals(offers.get(extmap.id())),
                "does not offer the extension " + extmap.uri() + " as id " + extmap.id()));
    }

    private void rids(List<String> rids) {
        Set<String> offers = offered.simulcast().map(simulcast -> Set.copyOf(simulcast.rids(StreamDirection.SEND)))
                .orElse(Set.of());
        demand(offers.containsAll(rids), "does not offer a simulcast of " + rids);
    }

    private void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException("section " + index + " " + otherwise);
        }
    }
}
