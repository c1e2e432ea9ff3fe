package dev.sluice.peerconnection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sluice.sdp.RtpCodec;

/// The codecs a PeerConnection speaks of unless told otherwise. It carries their packets and neither encodes nor decodes them.
///
/// Opus asks for NACK although browsers do not offer it: between two of ours, lost audio is then repaired too.
public final class DefaultCodecs {
    private static final List<String> VIDEO_FEEDBACK = List.of("transport-cc", "ccm fir", "nack", "nack pli");

    public static final RtpCodec OPUS = new RtpCodec(111, "opus", 48_000, 2,
            parameters("minptime", "10", "useinbandfec", "1"),
            List.of("transport-cc", "nack"));
    public static final RtpCodec VP8 = video(96, "VP8", Map.of());
    public static final RtpCodec H264 = video(102, "H264",
            parameters("level-asymmetry-allowed", "1", "packetization-mode", "1", "profile-level-id", "42e01f"));
    public static final RtpCodec VP9 = video(98, "VP9", parameters("profile-id", "0"));
    public static final RtpCodec AV1 = video(45, "AV1", parameters("level-idx", "5", "profile", "0", "tier", "0"));

    private DefaultCodecs() {}

    public static List<RtpCodec> audio() {
        return List.of(OPUS);
    }

    /// In order of preference, each followed by its retransmission format.
    public static List<RtpCodec> video() {
        return List.of(VP8, rtx(97, VP8), H264, rtx(103, H264), VP9, rtx(99, VP9), AV1, rtx(46, AV1));
    }

    /// The format that carries retransmissions of `codec`.
    ///
    /// @rfc 4588 8.6 Mapping to SDP
    public static RtpCodec rtx(int payloadType, RtpCodec codec) {
        return new RtpCodec(payloadType, "rtx", codec.clockRate(), 1,
                Map.of("apt", Integer.toString(codec.payloadType())), List.of());
    }

    private static RtpCodec video(int payloadType, String name, Map<String, String> parameters) {
        return new RtpCodec(payloadType, name, 90_000, 1, parameters, VIDEO_FEEDBACK);
    }

    private static Map<String, String> parameters(String... namesAndValues) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(parameters);
    }
}
