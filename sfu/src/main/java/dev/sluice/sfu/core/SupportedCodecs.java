package dev.sluice.sfu.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.sluice.sdp.RtpCodec;

/// What we forward, and which of the codecs of a section that becomes.
///
/// A track has one codec, the first of the publisher's offer that we know: the order of an offer is its preference. RED, ULPFEC and FlexFEC are left out, as a
/// browser would otherwise put its video inside of them.
final class SupportedCodecs {
    private static final Set<String> AUDIO = Set.of("opus");
    private static final Set<String> VIDEO = Set.of("vp8", "vp9", "h264", "av1");
    private static final Set<String> FEEDBACK_OF_PUBLISHERS = Set.of("nack", "nack pli", "ccm fir", "transport-cc");
    private static final Set<String> FEEDBACK_OF_PLAYERS = Set.of("nack", "nack pli", "ccm fir");

    private static final Map<String, String> OPUS_PARAMETERS = new TreeMap<>(
            Map.of("minptime", "10", "useinbandfec", "1"));
    private static final String LEVEL_3_1 = "1f";
    private static final int BASELINE = 0x42;
    private static final int MAIN = 0x4d;
    private static final int HIGH = 0x64;
    private static final int PREDICTIVE_444 = 0xf4;
    private static final int CONSTRAINT_SET_1 = 0x40;
    private static final int CONSTRAINED_HIGH = 0x0c;

    private SupportedCodecs() {}

    /// The codec in which a publisher is to send a section.
    static Optional<RtpCodec> toReceive(String kind, List<RtpCodec> offered) {
        Optional<RtpCodec> first = offered.stream().filter(codec -> isSupported(kind, codec)).findFirst();
        return first.filter(SupportedCodecs::isH264).flatMap(_ -> mostPlayableH264(offered)).or(() -> first)
                .map(codec -> withFeedback(codec, FEEDBACK_OF_PUBLISHERS));
    }

    /// The codec of a player's section in which it can play what is published in `published`.
    static Optional<RtpCodec> toSend(RtpCodec published, List<RtpCodec> offered) {
        return offered.stream().filter(published::matches).findFirst()
                .or(() -> offered.stream().filter(codec -> decodes(codec, published)).findFirst())
                .map(codec -> withFeedback(codec, FEEDBACK_OF_PLAYERS));
    }

    /// What stands in a section that is never used: the one codec that every browser has.
    ///
    /// @rfc 7874 3 Codec Requirements
    static RtpCodec anchor() {
        return new RtpCodec(0, "opus", 48_000, 2, OPUS_PARAMETERS, List.of());
    }

    /// How a published codec is offered to subscribers: what tells it from others, and nothing of its publisher's own taste, so that few payload types do for all.
    static RtpCodec toOffer(RtpCodec published) {
        return switch (nameOf(published)) {
            case "opus" -> anchor();
            case "h264" -> video("H264", Map.of("level-asymmetry-allowed", "1", "packetization-mode",
                    String.valueOf(packetizationMode(published)), "profile-level-id",
                    playableProfile(profile(published)) + LEVEL_3_1));
            case "vp9" -> video("VP9", Map.of("profile-id", profile(published, "profile-id", 3)));
            case "av1" -> video("AV1", Map.of("profile", profile(published, "profile", 2)));
            default -> video("VP8", Map.of());
        };
    }

    /// Nothing else is passed on: what one publisher writes must neither spoil the descriptions of all others nor use up their payload types.
    private static String profile(RtpCodec codec, String parameter, int last) {
        String value = codec.parameter(parameter, "0");
        return value.length() == 1 && value.charAt(0) >= '0' && value.charAt(0) <= '0' + last ? value : "0";
    }

    private static RtpCodec video(String name, Map<String, String> parameters) {
        return RtpCodec.video(0, name).withParameters(new TreeMap<>(parameters))
                .withFeedback(List.of("ccm fir", "nack", "nack pli"));
    }

    /// The retransmission format that belongs to `codec`.
    static Optional<RtpCodec> retransmissionOf(RtpCodec codec, List<RtpCodec> offered) {
        return offered.stream().filter(rtx -> rtx.isRtx() && rtx.apt() == codec.payloadType()).findFirst();
    }

    private static boolean isSupported(String kind, RtpCodec codec) {
        return (kind.equals("audio") ? AUDIO : VIDEO).contains(nameOf(codec));
    }

    private static String nameOf(RtpCodec codec) {
        return codec.name().toLowerCase(Locale.ROOT);
    }

    private static RtpCodec withFeedback(RtpCodec codec, Set<String> known) {
        return codec.withFeedback(codec.feedback().stream().filter(known::contains).toList());
    }

    // H.264: browsers offer many profiles and disagree about which. Constrained Baseline with packetization-mode 1 is the one that everybody decodes
    // (RFC 7742 6.2 demands it), and a decoder of Baseline, Main or High decodes it, too.

    private static boolean isH264(RtpCodec codec) {
        return nameOf(codec).equals("h264");
    }

    private static Optional<RtpCodec> mostPlayableH264(List<RtpCodec> offered) {
        return offered.stream()
                .filter(codec -> isH264(codec) && isConstrainedBaseline(codec) && packetizationMode(codec) == 1)
                .findFirst();
    }

    private static boolean decodes(RtpCodec receiver, RtpCodec sender) {
        if (!isH264(receiver) || !isH264(sender) || packetizationMode(receiver) != packetizationMode(sender)) {
            return false;
        }
        int profile = profile(receiver) >> 8;
        return isConstrainedBaseline(sender) && (profile == BASELINE || profile == MAIN || profile == HIGH);
    }

    private static boolean isConstrainedBaseline(RtpCodec codec) {
        return profile(codec) >> 8 == BASELINE && (profile(codec) & CONSTRAINT_SET_1) != 0;
    }

    /// profile_idc and profile_iop; RFC 6184 8.1: without the parameter it is Baseline.
    private static int profile(RtpCodec codec) {
        String level = codec.parameter("profile-level-id", "42000a");
        return level.matches("[0-9a-fA-F]{6}") ? Integer.parseInt(level, 0, 4, 16) : 0;
    }

    /// One writing for each profile that browsers know; whatever else is there is tried as the one that everybody decodes.
    private static String playableProfile(int profile) {
        return switch (profile >> 8) {
            case BASELINE -> (profile & CONSTRAINT_SET_1) != 0 ? "42e0" : "4200";
            case MAIN -> "4d00";
            case HIGH -> (profile & 0xff) == CONSTRAINED_HIGH ? "640c" : "6400";
            case PREDICTIVE_444 -> "f400";
            default -> "42e0";
        };
    }

    private static int packetizationMode(RtpCodec codec) {
        return codec.parameter("packetization-mode", "0").equals("1") ? 1 : 0;
    }
}
