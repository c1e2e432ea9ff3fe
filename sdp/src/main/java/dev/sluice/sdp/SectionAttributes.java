package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;

/// Collects the attributes of a section we write, in the order JSEP lists them.
///
/// @rfc 9429 5.2.1 Initial Offers
final class SectionAttributes {
    private final List<Attribute> attributes = new ArrayList<>();

    SectionAttributes transport(TransportParameters own, Setup setup) {
        add("ice-ufrag", own.iceUfrag());
        add("ice-pwd", own.icePwd());
        own.fingerprints().forEach(fingerprint -> add("fingerprint", fingerprint));
        return add("setup", setup);
    }

    SectionAttributes extmaps(List<ExtMap> extmaps) {
        extmaps.forEach(extmap -> add("extmap", extmap));
        return this;
    }

    SectionAttributes rtcp(boolean reducedSize) {
        flag("rtcp-mux");
        return reducedSize ? flag("rtcp-rsize") : this;
    }

    SectionAttributes codecs(List<RtpCodec> codecs) {
        codecs.forEach(codec -> attributes.addAll(codec.attributes()));
        return this;
    }

    SectionAttributes simulcast(StreamDirection direction, List<String> rids) {
        rids.forEach(rid -> add("rid", new Rid(rid, direction)));
        return rids.isEmpty() ? this : add("simulcast", Simulcast.of(direction, rids));
    }

    SectionAttributes msids(List<SentStream> streams) {
        streams.stream().map(SentStream::msid).distinct().forEach(msid -> add("msid", msid));
        return this;
    }

    SectionAttributes ssrcs(List<SentStream> streams) {
        streams.stream().filter(stream -> stream.ssrc() != 0).forEach(this::ssrcs);
        return this;
    }

    private void ssrcs(SentStream stream) {
        if (stream.rtxSsrc() != 0) {
            add("ssrc-group", new SsrcGroup("FID", List.of(stream.ssrc(), stream.rtxSsrc())));
        }
        add("ssrc", stream.ssrc() + " cname:" + stream.cname());
        if (stream.rtxSsrc() != 0) {
            add("ssrc", stream.rtxSsrc() + " cname:" + stream.cname());
        }
    }

    /// @rfc 8841 5 SDP "sctp-port" Attribute
    SectionAttributes data(int sctpPort, long maxMessageSize) {
        return add("sctp-port", sctpPort).add("max-message-size", maxMessageSize);
    }

    SectionAttributes all(List<Attribute> others) {
        attributes.addAll(others);
        return this;
    }

    SectionAttributes candidates(List<Candidate> candidates, boolean endOfCandidates) {
        candidates.forEach(candidate -> attributes.add(Attribute.parse(candidate.toString())));
        return endOfCandidates ? flag("end-of-candidates") : this;
    }

    SectionAttributes mid(String mid) {
        return mid.isEmpty() ? this : add("mid", mid);
    }

    SectionAttributes flag(String name) {
        attributes.add(Attribute.flag(name));
        return this;
    }

    SectionAttributes add(String name, Object value) {
        attributes.add(new Attribute(name, value.toString()));
        return this;
    }

    /// The payload types for the `m=` line.
    static List<String> formats(List<RtpCodec> codecs) {
        return codecs.stream().map(codec -> String.valueOf(codec.payloadType())).toList();
    }

    List<Attribute> list() {
        return attributes;
    }
}
