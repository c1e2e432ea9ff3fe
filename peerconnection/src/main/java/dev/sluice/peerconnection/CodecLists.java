package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.RtpCodec;

/// Finds and sorts what lists of codecs and header extensions hold; what they have in common is for [dev.sluice.sdp.Codecs] to say.
final class CodecLists {
    private CodecLists() {}

    /// The same codecs, sorted as `preferred` wants them. Retransmission formats follow their codec.
    static List<RtpCodec> inOrderOf(List<RtpCodec> preferred, List<RtpCodec> codecs) {
        List<RtpCodec> ordered = new ArrayList<>();
        for (RtpCodec wish : preferred) {
            for (RtpCodec codec : codecs) {
                if (!codec.isRtx() && !wish.isRtx() && codec.matches(wish) && !ordered.contains(codec)) {
                    ordered.add(codec);
                    if (rtxOf(codec, codecs) instanceof RtpCodec rtx) {
                        ordered.add(rtx);
                    }
                }
            }
        }
        return ordered;
    }

    static List<ExtMap> commonExtensions(List<ExtMap> theirs, List<String> ours) {
        return theirs.stream().filter(extension -> ours.contains(extension.uri())).toList();
    }

    static RtpCodec rtxOf(RtpCodec codec, List<RtpCodec> codecs) {
        for (RtpCodec candidate : codecs) {
            if (candidate.isRtx() && candidate.apt() == codec.payloadType()) {
                return candidate;
            }
        }
        return null;
    }
}
