package dev.sluice.sfu.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;
import dev.sluice.sdp.WebRtcPolicy;

/// A subscriber's answer, held against the offer that it answers.
///
/// It has to have the offer's sections in the offer's order, and to be of the connection that answered before: nobody else's certificate, no ICE restart.
/// What it says about one section concerns that one only.
///
/// @rfc 3264 6 Generating the Answer
/// @rfc 9429 5.3 Generating an Answer
final class SubscribeAnswer {
    private final SessionDescription description;
    private final Map<OfferedSection, MediaDescription> answers = new HashMap<>();

    private SubscribeAnswer(SessionDescription description, List<OfferedSection> offered) {
        this.description = description;
        for (int i = 0; i < offered.size(); i++) {
            answers.put(offered.get(i), description.media().get(i + 1));
        }
    }

    /// The answer; null when it does not fit.
    ///
    /// @param known who has answered before, null for nobody
    static SubscribeAnswer read(String text, List<OfferedSection> offered, TransportParameters known) {
        try {
            SessionDescription description = SessionDescription.parse(text);
            WebRtcPolicy.ignoringCandidates().check(description);
            return fits(description, offered, known) ? new SubscribeAnswer(description, offered) : null;
        } catch (SdpParseException _) {
            return null;
        }
    }

    private static boolean fits(SessionDescription description, List<OfferedSection> offered,
            TransportParameters known) {
        List<MediaDescription> media = description.media();
        if (media.size() != offered.size() + 1 || !isAnchor(media.getFirst())) {
            return false;
        }
        for (int i = 0; i < offered.size(); i++) {
            if (!fits(media.get(i + 1), offered.get(i))) {
                return false;
            }
        }
        return fits(description.transport(media.getFirst()), known);
    }

    private static boolean isAnchor(MediaDescription media) {
        return media.kind().equals("audio") && media.mid().equals(OfferedSections.ANCHOR_MID) && !media.isRejected();
    }

    private static boolean fits(MediaDescription media, OfferedSection offered) {
        boolean same = media.kind().equals(offered.kind())
                && (media.mid().equals(offered.mid()) || media.isRejected() && media.mid().isEmpty());
        return same && (media.isRejected() || !offered.isStopped());
    }

    /// @rfc 8842 5.3 Generating the Answer (active or passive)
    private static boolean fits(TransportParameters peer, TransportParameters known) {
        boolean chosen = peer.setup() == Setup.ACTIVE || peer.setup() == Setup.PASSIVE;
        return chosen && !peer.iceLite() && (known == null || peer.equals(known));
    }

    /// How to reach the subscriber.
    TransportParameters peer() {
        return description.transport(description.media().getFirst());
    }

    /// Whether the section was answered with port 0.
    boolean isRejected(OfferedSection section) {
        return answers.get(section).isRejected();
    }

    /// Whether what the section carries is welcome.
    boolean receives(OfferedSection section) {
        MediaDescription media = answers.get(section);
        return !media.isRejected() && description.direction(media).receives();
    }

    /// What is agreed on for the section; null when it is not to be used.
    TrackParameters accepted(OfferedSection section) {
        MediaDescription media = answers.get(section);
        if (section.track() == null || !receives(section)) {
            return null;
        }
        TrackParameters proposed = section.proposed();
        List<RtpCodec> codecs = media.codecs();
        Optional<RtpCodec> codec = same(proposed.codec(), codecs);
        Optional<RtpCodec> rtx = proposed.rtx().filter(offered -> same(offered, codecs)
                .filter(answered -> answered.apt() == offered.apt()).isPresent());
        return codec.map(
                answered -> new TrackParameters(proposed.mid(), proposed.kind(), agreed(proposed.codec(), answered),
                        rtx, agreed(proposed.extensions(), media.extmaps()), proposed.ssrc(),
                        rtx.isPresent() ? proposed.rtxSsrc() : 0))
                .orElse(null);
    }

    private static Optional<RtpCodec> same(RtpCodec offered, List<RtpCodec> answered) {
        return answered.stream().filter(codec -> codec.payloadType() == offered.payloadType() && codec.matches(offered))
                .findFirst();
    }

    private static RtpCodec agreed(RtpCodec offered, RtpCodec answered) {
        return offered.withFeedback(offered.feedback().stream().filter(answered.feedback()::contains).toList());
    }

    private static List<ExtMap> agreed(List<ExtMap> offered, List<ExtMap> answered) {
        return offered.stream()
                .filter(one -> answered.stream()
                        .anyMatch(other -> other.id() == one.id() && other.uri().equals(one.uri())))
                .toList();
    }
}
