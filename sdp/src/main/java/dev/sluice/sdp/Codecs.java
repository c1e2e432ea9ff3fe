package dev.sluice.sdp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the codecs both sides of an offer have.
public final class Codecs {
    private Codecs() {}

    /// What to answer when `offered` is offered and `supported` is what we can do.
    ///
    /// The answer has the offer's payload types in the offer's order, our parameters (they say what we want to receive), the
    /// feedback both know, and `rtx` for each codec in common if we support it.
    ///
    /// @rfc 3264 6.1 Unicast Streams
    /// @rfc 9429 5.3.1 Initial Answers
    public static List<RtpCodec> common(List<RtpCodec> offered, List<RtpCodec> supported) {
        boolean rtx = supported.stream().anyMatch(RtpCodec::isRtx);
        Set<Integer> originals = offered.stream()
                .filter(codec -> !codec.isRtx() && counterpart(codec, supported).isPresent())
                .map(RtpCodec::payloadType).collect(Collectors.toSet());
        return offered.stream()
                .filter(codec -> codec.isRtx() ? rtx && originals.contains(codec.apt())
                        : originals.contains(codec.payloadType()))
                .map(codec -> codec.isRtx() ? codec : answer(codec, counterpart(codec, supported).orElseThrow()))
                .toList();
    }

    private static Optional<RtpCodec> counterpart(RtpCodec codec, List<RtpCodec> supported) {
        return supported.stream().filter(codec::matches).findFirst();
    }

    private static RtpCodec answer(RtpCodec offered, RtpCodec own) {
        List<String> feedback = offered.feedback().stream().filter(own.feedback()::contains).toList();
        if (offered.isAuxiliary()) {
            return offered.withFeedback(feedback); // its parameters are payload types of the offer
        }
        RtpCodec answer = offered.withParameters(own.parameters()).withFeedback(feedback);
        return isH264(offered) ? answer.withParameter("profile-level-id", H264Profile.answer(own, offered)) : answer;
    }

    private static boolean isH264(RtpCodec codec) {
        return codec.name().equalsIgnoreCase("H264");
    }
}
