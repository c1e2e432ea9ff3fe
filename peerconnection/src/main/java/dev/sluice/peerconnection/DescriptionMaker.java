package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.sdp.AcceptedMedia;
import dev.sluice.sdp.Answer;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Codecs;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.Offer;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SentStream;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.TransportParameters;

/// Says in SDP what the transceivers want.
///
/// @rfc 9429 5.2 Constructing an Offer
/// @rfc 9429 5.3 Generating an Answer
final class DescriptionMaker {
    private static final List<String> AUDIO_EXTENSIONS = List.of(HeaderExtensions.MID, HeaderExtensions.TRANSPORT_CC,
            HeaderExtensions.AUDIO_LEVEL);
    private static final List<String> VIDEO_EXTENSIONS = List.of(HeaderExtensions.MID, HeaderExtensions.TRANSPORT_CC);

    private final Transceivers transceivers;
    private final Numbering numbering;
    private final String sessionId;
    private final String cname;
    private long version;

    DescriptionMaker(Transceivers transceivers, Numbering numbering, String sessionId, String cname) {
        this.transceivers = transceivers;
        this.numbering = numbering;
        this.sessionId = sessionId;
        this.cname = cname;
    }

    /// Offers all transceivers: those that have a section in `previous` at the same place again, the others in free sections or behind them.
    ///
    /// @param previous the latest description of either side; null for the first offer
    Draft offer(TransportParameters own, SessionDescription previous, List<Candidate> candidates,
            boolean endOfCandidates) {
        List<Draft.Section> sections = plan(previous);
        Offer offer = Offer.over(own).session(sessionId, ++version);
        for (int i = 0; i < sections.size(); i++) {
            offer(offer, sections.get(i),
                    previous == null || i >= previous.media().size() ? null : previous.media().get(i));
        }
        return draft(SdpType.OFFER, (known, end) -> offer.candidates(known, end).build(), candidates, endOfCandidates,
                sections);
    }

    /// Answers with the transceivers that were given a place by the offer; everything else is rejected.
    Draft answer(TransportParameters own, SessionDescription offered, List<Candidate> candidates,
            boolean endOfCandidates) {
        List<Draft.Section> sections = new ArrayList<>();
        Answer answer = Answer.to(offered).transport(own).session(sessionId, ++version);
        for (int i = 0; i < offered.media().size(); i++) {
            sections.add(answer(answer, i, offered, offered.media().get(i)));
        }
        return draft(SdpType.ANSWER, (known, end) -> answer.candidates(known, end).build(), candidates, endOfCandidates,
                sections);
    }

    private static Draft draft(SdpType type, Draft.Rendering rendering, List<Candidate> candidates,
            boolean endOfCandidates, List<Draft.Section> sections) {
        return new Draft(type, rendering, rendering.with(candidates, endOfCandidates).toString(), sections);
    }

    private List<Draft.Section> plan(SessionDescription previous) {
        List<Draft.Section> sections = new ArrayList<>();
        List<RtpTransceiver> unplaced = new ArrayList<>(
                transceivers.list().stream().filter(one -> !one.isPlaced() && !one.isStopping()).toList());
        Set<String> mids = new HashSet<>();
        if (previous != null) {
            previous.media().forEach(section -> mids.add(section.mid()));
            for (int i = 0; i < previous.media().size(); i++) {
                sections.add(replan(i, previous.media().get(i), unplaced, mids));
            }
        }
        unplaced.forEach(one -> sections.add(new Draft.Section(one, newMid(mids), one.direction())));
        return sections;
    }

    /// @rfc 9429 5.2.2 Subsequent Offers (recycling a section)
    private Draft.Section replan(int index, MediaDescription section, List<RtpTransceiver> unplaced, Set<String> mids) {
        RtpTransceiver owner = transceivers.at(index).orElse(null);
        if (owner != null && !owner.isStopping()) {
            return new Draft.Section(owner, section.mid(), owner.direction());
        }
        for (RtpTransceiver one : unplaced) {
            if (section.isRejected() && one.kind().equals(section.kind())) {
                unplaced.remove(one);
                return new Draft.Section(one, newMid(mids), one.direction());
            }
        }
        return new Draft.Section(null, section.mid().isEmpty() ? newMid(mids) : section.mid(), Direction.INACTIVE);
    }

    private static String newMid(Set<String> taken) {
        int number = 0;
        while (!taken.add(Integer.toString(number))) {
            number++;
        }
        return Integer.toString(number);
    }

    private void offer(Offer offer, Draft.Section section, MediaDescription previous) {
        RtpTransceiver transceiver = section.transceiver();
        if (transceiver == null) {
            offer.stopped(previous.kind(), section.mid());
            return;
        }
        List<RtpCodec> codecs = numbering.number(transceiver.preferredCodecs());
        offer.media(new OfferedMedia(transceiver.kind(), section.mid(), section.direction(), codecs,
                numbering.numberExtensions(extensions(transceiver.kind())), List.of(),
                streams(transceiver, section.direction(), codecs)));
    }

    private Draft.Section answer(Answer answer, int index, SessionDescription offered, MediaDescription section) {
        RtpTransceiver transceiver = transceivers.at(index).orElse(null);
        List<RtpCodec> codecs = transceiver == null || transceiver.isStopping() || section.isRejected() ? List.of()
                : accepted(section, transceiver);
        if (codecs.isEmpty()) {
            return new Draft.Section(null, section.mid(), Direction.INACTIVE);
        }
        Direction direction = transceiver.direction().within(offered.direction(section).reversed());
        answer.accept(index,
                new AcceptedMedia(direction, codecs,
                        CodecLists.commonExtensions(section.extmaps(), extensions(transceiver.kind())),
                        List.of(), streams(transceiver, direction, codecs)));
        return new Draft.Section(transceiver, section.mid(), direction);
    }

    private static List<RtpCodec> accepted(MediaDescription section, RtpTransceiver transceiver) {
        List<RtpCodec> common = Codecs.common(section.codecs(), transceiver.preferredCodecs());
        return transceiver.hasPreferences() ? CodecLists.inOrderOf(transceiver.preferredCodecs(), common) : common;
    }

    private List<SentStream> streams(RtpTransceiver transceiver, Direction direction, List<RtpCodec> codecs) {
        if (!direction.sends()) {
            return List.of();
        }
        RtpSender sender = transceiver.sender();
        boolean rtx = codecs.stream().anyMatch(RtpCodec::isRtx);
        List<SentStream> streams = new ArrayList<>();
        for (String id : sender.streamIds().isEmpty() ? List.of("-") : sender.streamIds()) {
            boolean first = streams.isEmpty();      // the SSRCs are announced once, however many MediaStreams the track is in
            streams.add(new SentStream(new Msid(id, sender.trackId()), cname, first ? sender.ssrc() : 0,
                    first && rtx ? sender.rtxSsrc() : 0));
        }
        return streams;
    }

    private static List<String> extensions(String kind) {
        return kind.equals("audio") ? AUDIO_EXTENSIONS : VIDEO_EXTENSIONS;
    }
}
