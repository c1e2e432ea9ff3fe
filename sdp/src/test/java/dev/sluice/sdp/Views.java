package dev.sluice.sdp;

import java.util.List;

/// Reads everything there is to read of a description.
final class Views {
    static final Fingerprint PRINT = new Fingerprint("sha-256", "AB" + ":CD".repeat(31));
    /// A server of ours: ICE-lite, passive if it may choose.
    static final TransportParameters SERVER = new TransportParameters("ours", "0123456789012345678901", true,
            List.of(PRINT), Setup.PASSIVE);

    private Views() {}

    /// Calls every view; the number keeps the work from being optimised away.
    static int readAll(SessionDescription session) {
        int sum = session.bundleGroups().hashCode() + session.toString().length();
        for (MediaDescription section : session.media()) {
            sum += readAll(section);
        }
        for (MediaDescription section : session.media().stream().limit(20).toList()) {
            sum += session.direction(section).hashCode() + session.transport(section).hashCode()
                    + session.iceOptions(section).hashCode() + (session.rtcpMux(section) ? 1 : 0)
                    + (session.extmapAllowMixed(section) ? 1 : 0);
        }
        return sum;
    }

    private static int readAll(MediaDescription section) {
        section.codecs().forEach(codec -> codec.matches(codec.withPayloadType(1)));
        section.candidates().forEach(candidate -> Candidate.parse(candidate.toString()).isRemote());
        return List.of(section.mid(), section.direction(), section.codecs(), section.extmaps(), section.candidates(),
                section.ssrcs(), section.ssrcGroups(), section.rids(), section.simulcast(), section.msid(),
                section.msids(), section.sctpPort(), section.maxMessageSize(), section.isRejected(), section.rtcpMux(),
                section.endOfCandidates(), section.isDataChannel()).hashCode();
    }

    /// Accepts every section of media and data and all that is offered in it; the rest is rejected.
    static SessionDescription answerEverything(SessionDescription offer) {
        Answer answer = Answer.to(offer).transport(SERVER)
                .candidates(List.of(Candidate.host("1", 2130706431, "192.0.2.7", 10000)), true);
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!WebRtcPolicy.isJudged(section)) {
                continue;
            }
            if (section.isDataChannel()) {
                answer.acceptData(i, 5000, 262144);
            } else if (!section.codecs().isEmpty()) {
                answer.accept(i, everything(offer, section));
            }
        }
        return answer.build();
    }

    private static AcceptedMedia everything(SessionDescription offer, MediaDescription section) {
        Direction direction = offer.direction(section).reversed();
        List<SentStream> streams = direction.sends()
                ? List.of(new SentStream(new Msid("stream", "track"), "cname", 1, 2))
                : List.of();
        List<String> rids = section.simulcast().map(simulcast -> simulcast.rids(StreamDirection.SEND))
                .orElse(List.of());
        return new AcceptedMedia(direction, section.codecs(), section.extmaps(), rids, streams);
    }
}
