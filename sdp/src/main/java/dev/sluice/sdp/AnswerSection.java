package dev.sluice.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes sections of an answer, without their transport.
///
/// @rfc 9429 5.3.1 Initial Answers
final class AnswerSection {
    private AnswerSection() {}

    static MediaDescription media(MediaDescription offered, AcceptedMedia media) {
        SectionAttributes attributes = new SectionAttributes().mid(offered.mid())
                .extmaps(answered(offered, media.extmaps()));
        if (offered.has("extmap-allow-mixed")) {
            attributes.flag("extmap-allow-mixed");
        }
        attributes.flag(media.direction().toString()).msids(media.streams()).rtcp(offered.rtcpReducedSize())
                .codecs(media.codecs()).simulcast(StreamDirection.RECV, media.receivedRids()).ssrcs(media.streams());
        return accepted(offered, SectionAttributes.formats(media.codecs()), attributes);
    }

    static MediaDescription data(MediaDescription offered, int sctpPort, long maxMessageSize) {
        return accepted(offered, offered.formats(),
                new SectionAttributes().mid(offered.mid()).data(sctpPort, maxMessageSize));
    }

    /// One format must stand there although it means nothing any more.
    ///
    /// @rfc 3264 6 Generating the Answer
    static MediaDescription rejected(MediaDescription offered) {
        SectionAttributes attributes = new SectionAttributes().mid(offered.mid());
        if (offered.isRtp()) {
            attributes.flag(Direction.INACTIVE.toString());
        }
        return new MediaDescription(offered.kind(), 0, offered.protocol(), offered.formats().subList(0, 1),
                Connection.NONE, attributes.list());
    }

    private static MediaDescription accepted(MediaDescription offered, List<String> formats,
            SectionAttributes attributes) {
        return new MediaDescription(offered.kind(), Destination.NONE.port(), offered.protocol(), formats,
                Connection.NONE, attributes.list());
    }

    /// An extension offered for one direction is answered for the other side's view of it.
    ///
    /// @rfc 8285 7 SDP Offer/Answer
    private static List<ExtMap> answered(MediaDescription offered, List<ExtMap> extmaps) {
        Map<Integer, ExtMap> offers = new HashMap<>();
        offered.extmaps().forEach(extmap -> offers.putIfAbsent(extmap.id(), extmap));
        return extmaps.stream().map(extmap -> extmap.withDirection(reversed(offers.get(extmap.id()).direction())))
                .toList();
    }

    private static Direction reversed(Direction direction) {
        return direction == null ? null : direction.reversed();
    }
}
