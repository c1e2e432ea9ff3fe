package dev.sluice.sdp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One media section: an `m=` line and what stands below it, with typed views of the attributes WebRTC uses.
///
/// What a section may inherit (transport, direction) is asked of the [SessionDescription].
///
/// @param kind `audio`, `video`, `application`...
/// @param portCount 1 unless the line says `port/count`
/// @param protocol `UDP/TLS/RTP/SAVPF`, `UDP/DTLS/SCTP`...
/// @param formats payload types, or what the protocol has in their place, as written
/// @param information the `i=` line, null without one
///
/// @rfc 8866 5.14 Media Descriptions ("m=")
public record MediaDescription(String kind, int port, int portCount, String protocol, List<String> formats,
        String information,
        List<Connection> connections, List<Bandwidth> bandwidths, List<Attribute> attributes) implements Attributed {
    /// More than this many candidates of one section are not worth a check.
    ///
    /// @rfc 8445 6.1.2.5 Removing Lower-Priority Pairs
    public static final int MAX_CANDIDATES = 100;
    /// What a peer without `a=max-message-size` can take.
    ///
    /// @rfc 8841 6 SDP "max-message-size" Attribute
    public static final long DEFAULT_MAX_MESSAGE_SIZE = 65536;

    public MediaDescription {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(protocol, "protocol");
        formats = List.copyOf(formats);
        connections = List.copyOf(connections);
        bandwidths = List.copyOf(bandwidths);
        attributes = List.copyOf(attributes);
    }

    /// What WebRTC needs of a section; the rest is empty.
    public MediaDescription(String kind, int port, String protocol, List<String> formats, Connection connection,
            List<Attribute> attributes) {
        this(kind, port, 1, protocol, formats, null, List.of(connection), List.of(), attributes);
    }

    /// Empty when there is none.
    public String mid() {
        return attribute("mid").orElse("");
    }

    /// Port 0 stands for "no", unless the section only waits for the bundle to be accepted.
    ///
    /// @rfc 9143 6 SDP 'bundle-only' Attribute
    public boolean isRejected() { return port == 0 && !has("bundle-only"); }

    public boolean isRtp() { return protocol.contains("RTP/"); }

    public boolean isDataChannel() {
        return kind.equals("application") && protocol.endsWith("DTLS/SCTP") && formats.contains("webrtc-datachannel");
    }

    /// Sendrecv when the section says nothing; [SessionDescription#direction] also asks the session.
    public Direction direction() {
        return ownDirection().orElse(Direction.SENDRECV);
    }

    public boolean rtcpMux() {
        return has("rtcp-mux") || has("rtcp-mux-only");
    }

    public boolean rtcpReducedSize() {
        return has("rtcp-rsize");
    }

    /// One codec per format that is known, in the order of preference: from its `rtpmap`, or by its static payload type.
    public List<RtpCodec> codecs() {
        return CodecReader.codecs(this);
    }

    public List<ExtMap> extmaps() {
        return attributeValues("extmap").stream().map(ExtMap::parse).toList();
    }

    /// The candidates, each once, at most [#MAX_CANDIDATES].
    public List<Candidate> candidates() {
        return Candidate.of(this).limit(MAX_CANDIDATES).toList();
    }

    /// Whether no more candidates will follow.
    ///
    /// @rfc 8840 8 SDP "end-of-candidates" Attribute
    public boolean endOfCandidates() {
        return has("end-of-candidates");
    }

    /// What is said about each SSRC, in the order they are first named.
    public List<SsrcAttributes> ssrcs() {
        return SsrcAttributes.of(attributeValues("ssrc"));
    }

    public List<SsrcGroup> ssrcGroups() {
        return attributeValues("ssrc-group").stream().map(SsrcGroup::parse).toList();
    }

    public List<Rid> rids() {
        return attributeValues("rid").stream().map(Rid::parse).toList();
    }

    public Optional<Simulcast> simulcast() {
        return attribute("simulcast").map(Simulcast::parse);
    }

    /// The first stream and track this section sends.
    public Optional<Msid> msid() {
        return attribute("msid").map(Msid::parse);
    }

    /// All streams the section's track belongs to.
    public List<Msid> msids() {
        return attributeValues("msid").stream().map(Msid::parse).toList();
    }

    /// @rfc 8841 5 SDP "sctp-port" Attribute
    public OptionalInt sctpPort() {
        return attribute("sctp-port").map(KnownAttributes::sctpPort).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// Zero: any size. Empty: the peer says nothing, which means [#DEFAULT_MAX_MESSAGE_SIZE].
    public OptionalLong maxMessageSize() {
        return attribute("max-message-size").map(KnownAttributes::maxMessageSize).map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    static MediaDescription parse(String line, String information, List<Connection> connections,
            List<Bandwidth> bandwidths, List<Attribute> attributes) {
        List<String> words = Fields.words(line, 4, "m=<media> <port> <proto> <fmt> ...");
        List<String> port = List.of(words.get(1).split("/", -1));
        var section = new MediaDescription(words.get(0), Fields.integer(port.get(0), 0, 65535, "the port"),
                port.size() < 2 ? 1 : Fields.integer(port.get(1), 1, 65535, "the number of ports"), words.get(2),
                words.subList(3, words.size()), information, connections, bandwidths, attributes);
        if (section.isRtp()) {
            section.formats.forEach(KnownAttributes::payloadType);
        }
        return section;
    }

    /// The value of the `m=` line.
    @Override
    public String toString() {
        return kind + ' ' + port + (portCount == 1 ? "" : "/" + portCount) + ' ' + protocol + ' '
                + String.join(" ", formats);
    }
}
