package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    private static final String DATA_CHANNEL = "webrtc-datachannel";

    private final List<MediaDescription> sections = new ArrayList<>();
    private final Set<String> mids = new HashSet<>();
    private OwnTransport own;
    private String sessionId;
    private long sessionVersion = 1;

    private Offer(OwnTransport own) {
        this.own = own;
    }

    /// Begins an offer without sections. The setup of the parameters is offered as it is: actpass, unless a session in progress
    /// has its roles already.
    public static Offer over(TransportParameters parameters) {
        return new Offer(new OwnTransport(parameters, List.of(), false));
    }

    public Offer candidates(List<Candidate> all, boolean endOfCandidates) {
        own = own.with(all, endOfCandidates);
        return this;
    }

    /// Names the session; needed when it is offered again: the id stays, the version grows by one.
    public Offer session(String id, long version) {
        sessionId = id;
        sessionVersion = version;
        return this;
    }

    /// Adds a section of audio or video.
    public Offer media(OfferedMedia media) {
        if (media.codecs().isEmpty()) {
            throw new IllegalStateException("section " + sections.size() + " needs a codec to be offered");
        }
        SectionAttributes attributes = newSection(media.mid()).extmaps(media.extmaps())
                .flag(media.direction().toString()).msids(media.streams()).rtcp(true).codecs(media.codecs())
                .simulcast(StreamDirection.SEND, media.sentRids()).ssrcs(media.streams());
        return add(media.kind(), Destination.NONE.port(), RTP, SectionAttributes.formats(media.codecs()), attributes);
    }

    /// Adds a section of data channels.
    ///
    /// @param maxMessageSize what we can receive; 0: any
    ///
    /// @rfc 8841 10.2 Generating the Initial SDP Offer
    public Offer data(String mid, int sctpPort, long maxMessageSize) {
        return add("application", Destination.NONE.port(), SCTP, List.of(DATA_CHANNEL),
                newSection(mid).data(sctpPort, maxMessageSize));
    }

    /// Adds the place of a section that was stopped: it keeps the order of the others and may be used again later.
    ///
    /// @rfc 9429 5.2.2 Subsequent Offers
    public Offer stopped(String kind, String mid) {
        SectionAttributes attributes = newSection(mid);
        if (kind.equals("application")) {
            return add(kind, 0, SCTP, List.of(DATA_CHANNEL), attributes);
        }
        return add(kind, 0, RTP, List.of("0"), attributes.flag(Direction.INACTIVE.toString()));
    }

    private SectionAttributes newSection(String mid) {
        if (mid.isEmpty() || !mids.add(mid)) {
            throw new IllegalStateException("every section needs a mid of its own, not '" + mid + "'");
        }
        return new SectionAttributes().mid(mid);
    }

    private Offer add(String kind, int port, String protocol, List<String> formats, SectionAttributes attributes) {
        sections.add(new MediaDescription(kind, port, protocol, formats, Connection.NONE, attributes.list()));
        return this;
    }

    /// The offer.
    public SessionDescription build() {
        List<String> live = sections.stream().filter(section -> section.port() != 0).map(MediaDescription::mid)
                .toList();
        List<MediaDescription> media = sections.stream().map(section -> withTransport(section, live)).toList();
        String id = sessionId == null ? SessionIds.of(own.parameters()) : sessionId;
        return new SessionDescription(Origin.anonymous(id, sessionVersion), own.sessionAttributes(live, true), media);
    }

    private MediaDescription withTransport(MediaDescription section, List<String> live) {
        if (section.port() == 0) {
            return section;
        }
        Setup setup = own.parameters().setup();
        return section.mid().equals(live.getFirst()) ? own.tag(section, setup) : own.bundle(section, setup);
    }
}
