package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;

/// Makes an offer from scratch: sections in the order they are added, all in one BUNDLE group on one transport.
///
/// The candidates stand in the first section that is not stopped. Numbering payload types and extension ids is the caller's
/// business: the same number must mean the same in all sections.
///
/// @rfc 3264 5 Generating the Initial Offer
/// @rfc 9429 5.2 Constructing an Offer
public final class Offer {
    private static final String RTP = "UDP/TLS/RTP/SAVPF";
    private static final String SCTP = "UDP/DTLS/SCTP";

    private final TransportParameters own;
    private final List<MediaDescription> sections = new ArrayList<>();
    private List<Candidate> candidates = List.of();
    private boolean endOfCandidates;
    private String sessionId;
    private long sessionVersion = 1;

    private Offer(TransportParameters own) {
        this.own = own;
    }

    /// Begins an offer without sections. The setup offered is that of the parameters: actpass, unless a session in progress has its roles.
    public static Offer over(TransportParameters own) {
        return new Offer(own);
    }

    /// Names the session; needed when it is offered again: the id stays, the version grows by one.
    public Offer session(String id, long version) {
        sessionId = id;
        sessionVersion = version;
        return this;
    }

    public Offer candidates(List<Candidate> all, boolean endOfCandidates) {
        candidates = List.copyOf(all);
        this.endOfCandidates = endOfCandidates;
        return this;
    }

    /// Adds a section of audio or video.
    public Offer media(OfferedMedia media) {
        if (media.codecs().isEmpty()) {
            throw new IllegalStateException("section " + sections.size() + " needs a codec to be offered");
        }
        SectionAttributes attributes = new SectionAttributes().mid(requireNewMid(media.mid())).extmaps(media.extmaps())
                .flag(media.direction().toString())
                .msids(media.streams()).rtcp(true).codecs(media.codecs())
                .simulcast(StreamDirection.SEND, media.sentRids()).ssrcs(media.streams());
        List<String> formats = media.codecs().stream().map(codec -> String.valueOf(codec.payloadType())).toList();
        return add(media.kind(), Destination.NONE.port(), RTP, formats, attributes);
    }

    /// Adds a section of data channels.
    ///
    /// @param maxMessageSize what we can receive; 0: any
    ///
    /// @rfc 8841 10.2 Generating the Initial SDP Offer
    public Offer data(String mid, int sctpPort, long maxMessageSize) {
        SectionAttributes attributes = new SectionAttributes().mid(requireNewMid(mid)).add("sctp-port", sctpPort)
                .add("max-message-size", maxMessageSize);
        return add("application", Destination.NONE.port(), SCTP, List.of("webrtc-datachannel"), attributes);
    }

    /// Adds the place of a section that was stopped: it keeps the order of the others and may be used again later.
    ///
    /// @rfc 9429 5.2.2 Subsequent Offers
    public Offer stopped(String kind, String mid) {
        SectionAttributes attributes = new SectionAttributes().mid(requireNewMid(mid));
        boolean data = kind.equals("application");
        if (!data) {
            attributes.flag(Direction.INACTIVE.toString());
        }
        return add(kind, 0, data ? SCTP : RTP, List.of(data ? "webrtc-datachannel" : "0"), attributes);
    }

    private Offer add(String kind, int port, String protocol, List<String> formats, SectionAttributes attributes) {
        sections.add(new MediaDescription(kind, port, protocol, formats, Connection.NONE, attributes.list()));
        return this;
    }

    private String requireNewMid(String mid) {
        if (mid.isEmpty() || sections.stream().anyMatch(section -> section.mid().equals(mid))) {
            throw new IllegalStateException("every section needs a mid of its own, not '" + mid + "'");
        }
        return mid;
    }

    public SessionDescription build() {
        List<String> mids = sections.stream().filter(section -> section.port() != 0).map(MediaDescription::mid)
                .toList();
        List<MediaDescription> media = sections.stream()
                .map(section -> section.port() == 0 ? section : withTransport(section, mids.getFirst())).toList();
        return new SessionDescription(
                Origin.anonymous(sessionId == null ? SessionIds.of(own) : sessionId, sessionVersion),
                sessionAttributes(mids), media);
    }

    private List<Attribute> sessionAttributes(List<String> mids) {
        SectionAttributes attributes = new SectionAttributes();
        if (own.iceLite()) {
            attributes.flag("ice-lite");
        }
        attributes.add("ice-options", "trickle ice2");
        if (!mids.isEmpty()) {
            attributes.add("group", "BUNDLE " + String.join(" ", mids));
        }
        return attributes.flag("extmap-allow-mixed").list();
    }

    private MediaDescription withTransport(MediaDescription section, String first) {
        SectionAttributes attributes = new SectionAttributes().transport(own, own.setup());
        attributes.list().addAll(section.attributes());
        boolean isFirst = section.mid().equals(first);
        if (isFirst) {
            attributes.candidates(candidates, endOfCandidates);
        }
        Destination destination = isFirst ? Destination.of(candidates) : Destination.NONE;
        return new MediaDescription(section.kind(), destination.port(), section.protocol(), section.formats(),
                destination.connection(), attributes.list());
    }
}
