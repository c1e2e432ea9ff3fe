package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Makes the answer to an offer: one section for each offered one, in the offer's order, with its mid.
///
/// Whatever is not accepted is rejected (port 0) without failing the rest. All accepted sections share one transport: the
/// answer bundles them, and multiplexes RTP and RTCP. Its candidates stand in the first accepted section.
///
/// The offer is judged by [WebRtcPolicy] first, so that nothing insecure can be answered. Misuse, like accepting what was not
/// offered, throws at once and says what to do.
///
/// @rfc 3264 6 Generating the Answer
/// @rfc 9429 5.3 Generating an Answer
/// @rfc 9143 7.3 Generating the SDP Answer (BUNDLE)
public final class Answer {
    private final SessionDescription offer;
    private final MediaDescription[] accepted;
    private TransportParameters own;
    private List<Candidate> candidates = List.of();
    private boolean endOfCandidates;
    private String sessionId;
    private long sessionVersion = 1;

    private Answer(SessionDescription offer) {
        this.offer = offer;
        accepted = new MediaDescription[offer.media().size()];
    }

    /// Begins an answer in which everything is rejected. The offer's candidates are not judged: see [WebRtcPolicy#strict].
    ///
    /// @throws SdpParseException when the offer breaks a rule of [WebRtcPolicy#ignoringCandidates]
    public static Answer to(SessionDescription offer) {
        return to(offer, WebRtcPolicy.ignoringCandidates());
    }

    /// Begins an answer in which everything is rejected.
    ///
    /// @throws SdpParseException when the offer breaks a rule of the policy
    public static Answer to(SessionDescription offer, WebRtcPolicy policy) {
        policy.check(offer);
        return new Answer(offer);
    }

    /// Our side of the transport. The answer's setup is what the offer leaves us: its `setup` counts when the offer says actpass.
    public Answer transport(TransportParameters own) {
        this.own = own;
        return this;
    }

    public Answer candidates(List<Candidate> all, boolean endOfCandidates) {
        candidates = List.copyOf(all);
        this.endOfCandidates = endOfCandidates;
        return this;
    }

    /// Names the session; needed when a session is answered again: the id stays, the version grows by one.
    public Answer session(String id, long version) {
        sessionId = id;
        sessionVersion = version;
        return this;
    }

    public Answer reject(int mLineIndex) {
        accepted[Objects.checkIndex(mLineIndex, accepted.length)] = null;
        return this;
    }

    /// Accepts a section of audio or video.
    public Answer accept(int mLineIndex, AcceptedMedia media) {
        MediaDescription offered = offered(mLineIndex);
        new AnswerCheck(offer, offered, mLineIndex).check(media);
        accepted[mLineIndex] = section(offered, formats(media), rtp(offered, media));
        return this;
    }

    /// Accepts a section of data channels.
    ///
    /// @param maxMessageSize 0: any
    ///
    /// @rfc 8841 10.3 Generating the SDP Answer
    public Answer acceptData(int mLineIndex, int sctpPort, long maxMessageSize) {
        MediaDescription offered = offered(mLineIndex);
        if (!offered.isDataChannel()) {
            throw misuse(mLineIndex, "is not offered for data channels: use accept");
        }
        accepted[mLineIndex] = section(offered, offered.formats(),
                new SectionAttributes().mid(offered.mid()).add("sctp-port", sctpPort).add("max-message-size",
                        maxMessageSize));
        return this;
    }

    /// The answer.
    public SessionDescription build() {
        int first = first();
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < accepted.length; i++) {
            sections.add(accepted[i] == null ? rejected(offer.media().get(i)) : withTransport(i, i == first));
        }
        Origin origin = Origin.anonymous(sessionId == null ? SessionIds.of(own) : sessionId, sessionVersion);
        return new SessionDescription(origin, sessionAttributes(first), sections);
    }

    private int first() {
        for (int i = 0; i < accepted.length; i++) {
            if (accepted[i] != null) {
                return requireTransport(i);
            }
        }
        return -1;
    }

    private int requireTransport(int index) {
        if (own == null) {
            throw new IllegalStateException(
                    "a section is accepted but there is no transport: call transport(...) before build()");
        }
        return index;
    }

    private List<Attribute> sessionAttributes(int first) {
        SectionAttributes attributes = new SectionAttributes();
        if (first < 0) {
            return attributes.list();
        }
        if (own.iceLite()) {
            attributes.flag("ice-lite");
        }
        attributes.add("ice-options", "trickle ice2");
        List<String> bundle = bundle(offer.media().get(first));
        if (!bundle.isEmpty()) {
            attributes.add("group", "BUNDLE " + String.join(" ", bundle));
        }
        if (offer.has("extmap-allow-mixed")) {
            attributes.flag("extmap-allow-mixed");
        }
        return attributes.list();
    }

    /// The accepted mids in the offered order of the group.
    private List<String> bundle(MediaDescription first) {
        List<String> mids = Arrays.stream(accepted).filter(Objects::nonNull).map(MediaDescription::mid).toList();
        return offer.bundleOf(first).stream().filter(mids::contains).toList();
    }

    private MediaDescription withTransport(int index, boolean isFirst) {
        MediaDescription section = accepted[index];
        Setup setup = offer.transport(offer.media().get(index)).setup().answer(own.setup());
        SectionAttributes attributes = new SectionAttributes().transport(own, setup);
        attributes.list().addAll(section.attributes());
        if (isFirst) {
            attributes.candidates(candidates, endOfCandidates);
        }
        Destination destination = isFirst ? Destination.of(candidates) : Destination.NONE;
        return new MediaDescription(section.kind(), destination.port(), section.protocol(), section.formats(),
                destination.connection(), attributes.list());
    }

    private static MediaDescription section(MediaDescription offered, List<String> formats,
            SectionAttributes attributes) {
        return new MediaDescription(offered.kind(), Destination.NONE.port(), offered.protocol(), formats,
                Connection.NONE, attributes.list());
    }

    private static MediaDescription rejected(MediaDescription offered) {
        SectionAttributes attributes = new SectionAttributes().mid(offered.mid());
        if (offered.isRtp()) {
            attributes.flag(Direction.INACTIVE.toString());
        }
        return new MediaDescription(offered.kind(), 0, offered.protocol(), offered.formats().subList(0, 1),
                Connection.NONE, attributes.list());
    }

    private static List<String> formats(AcceptedMedia media) {
        return media.codecs().stream().map(codec -> String.valueOf(codec.payloadType())).toList();
    }

    private SectionAttributes rtp(MediaDescription offered, AcceptedMedia media) {
        SectionAttributes attributes = new SectionAttributes().mid(offered.mid())
                .extmaps(reversed(offered, media.extmaps()));
        if (offered.has("extmap-allow-mixed")) {
            attributes.flag("extmap-allow-mixed");
        }
        return attributes.flag(media.direction().toString()).msids(media.streams()).rtcp(offered.rtcpReducedSize())
                .codecs(media.codecs())
                .simulcast(StreamDirection.RECV, media.receivedRids()).ssrcs(media.streams());
    }

    private static List<ExtMap> reversed(MediaDescription offered, List<ExtMap> accepted) {
        List<ExtMap> offers = offered.extmaps();
        List<ExtMap> extmaps = new ArrayList<>();
        for (ExtMap extmap : accepted) {
            Direction direction = offers.stream().filter(one -> one.id() == extmap.id()).findFirst()
                    .map(ExtMap::direction).orElse(null);
            extmaps.add(extmap.withDirection(direction == null ? null : direction.reversed()));
        }
        return extmaps;
    }

    private MediaDescription offered(int mLineIndex) {
        MediaDescription offered = offer.media().get(Objects.checkIndex(mLineIndex, accepted.length));
        if (offered.isRejected()) {
            throw misuse(mLineIndex, "is offered with port 0: leave it out or call reject");
        }
        return offered;
    }

    private static IllegalStateException misuse(int mLineIndex, String what) {
        return new IllegalStateException("section " + mLineIndex + " " + what);
    }
}
