package dev.sluice.sdp;

import java.util.List;

/// SSRCs that belong together: `FID` a stream and its retransmissions, `SIM` layers of a simulcast, `FEC-FR` a stream and its repair.
///
/// @rfc 5576 4.2 The "ssrc-group" Media Attribute
public record SsrcGroup(String semantics, List<Long> ssrcs) {
    public SsrcGroup {
        ssrcs = List.copyOf(ssrcs);
    }

    static SsrcGroup parse(String value) {
        List<String> words = Fields.words(value, 1, "a=ssrc-group:<semantics> <ssrc> ...");
        return new SsrcGroup(words.getFirst(), words.stream().skip(1).map(SsrcAttributes::number).toList());
    }

    @Override
    public String toString() {
        return semantics + ssrcs.stream().map(ssrc -> " " + ssrc).reduce("", String::concat);
    }
}
