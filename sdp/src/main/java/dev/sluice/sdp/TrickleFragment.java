package dev.sluice.sdp;

import java.util.List;
import java.util.stream.Stream;

/// A piece of a session description that brings candidates, as WHIP and WHEP clients send it by PATCH.
///
/// ```
/// a=ice-ufrag:EsAw
/// a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
/// m=audio 9 UDP/TLS/RTP/SAVPF 0
/// a=mid:0
/// a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host
/// a=end-of-candidates
/// ```
///
/// @rfc 8840 9 Content Type "application/trickle-ice-sdpfrag"
public record TrickleFragment(List<Attribute> attributes, List<MediaDescription> media) implements Attributed {
    public static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";

    public TrickleFragment {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /// Reads a fragment; lines may end with CRLF or LF.
    ///
    /// @throws SdpParseException naming the line and what is wrong with it
    public static TrickleFragment parse(String text) {
        return new SdpReader(text).fragment();
    }

    /// The user name fragment its candidates belong to; empty when it says none. Another one than before asks for an ICE restart.
    public String iceUfrag() {
        return first("ice-ufrag");
    }

    /// Empty when it says none.
    public String icePwd() {
        return first("ice-pwd");
    }

    /// All candidates, of whichever section or of none: bundled sections share one transport.
    public List<Candidate> candidates() {
        return Stream.concat(Stream.of(this), media.stream()).flatMap(Candidate::of).distinct()
                .limit(MediaDescription.MAX_CANDIDATES).toList();
    }

    /// Whether no more candidates will follow.
    public boolean endOfCandidates() {
        return has("end-of-candidates") || media.stream().anyMatch(MediaDescription::endOfCandidates);
    }

    private String first(String name) {
        return attribute(name).or(() -> media.stream().flatMap(section -> section.attribute(name).stream()).findFirst())
                .orElse("");
    }

    /// The text, with CRLF behind every line.
    @Override
    public String toString() {
        return SdpWriter.write(this);
    }
}
