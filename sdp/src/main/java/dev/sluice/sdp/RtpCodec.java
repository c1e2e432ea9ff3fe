package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A codec as one section describes it: `rtpmap`, `fmtp` and `rtcp-fb` of one payload type.
///
/// @param channels 1 when not written
/// @param parameters of `fmtp`, in their order; what has no `=` has an empty value
/// @param feedback of `rtcp-fb`: `nack`, `nack pli`, `ccm fir`, `transport-cc`, `goog-remb`...
public record RtpCodec(int payloadType, String name, int clockRate, int channels, Map<String, String> parameters,
        List<String> feedback) {
    public RtpCodec {
        Objects.requireNonNull(name, "name");
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("a payload type is 0 to 127, not " + payloadType);
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        feedback = List.copyOf(feedback);
    }

    /// A video codec without parameters.
    public static RtpCodec video(int payloadType, String name) {
        return new RtpCodec(payloadType, name, 90000, 1, Map.of(), List.of());
    }

    /// Retransmissions of another payload type.
    ///
    /// @rfc 4588 8.1 Introduction (apt)
    public static RtpCodec rtx(int payloadType, int apt, int clockRate) {
        return new RtpCodec(payloadType, "rtx", clockRate, 1, Map.of("apt", String.valueOf(apt)), List.of());
    }

    public boolean isRtx() { return name.equalsIgnoreCase("rtx"); }

    /// Whether it repairs or wraps what other codecs send, instead of being sent for its own sake.
    public boolean isAuxiliary() {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rtx", "red", "ulpfec", "flexfec", "flexfec-03" -> true;
            default -> false;
        };
    }

    /// The payload type that this one retransmits; -1 when it says none.
    public int apt() {
        String apt = parameter("apt", "");
        return Fields.isDigits(apt) && apt.length() <= 3 && Integer.parseInt(apt) <= 127 ? Integer.parseInt(apt) : -1;
    }

    /// The value of a parameter, whose name may be written in any case.
    public String parameter(String key, String otherwise) {
        String value = parameters.get(key);
        if (value != null) {
            return value;
        }
        return parameters.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .map(Map.Entry::getValue).findFirst().orElse(otherwise);
    }

    /// Whether media of one can be taken for media of the other; payload types, levels and feedback do not matter.
    ///
    /// @rfc 6184 8.2.2 Usage with the SDP Offer/Answer Model (H264: same profile, same packetization mode)
    /// @rfc 9628 6 Payload Format Parameters (VP9: same profile)
    public boolean matches(RtpCodec other) {
        return isSameEncoding(other) && switch (name.toLowerCase(Locale.ROOT)) {
            case "h264" -> H264Profile.same(this, other) && sameParameter(other, "packetization-mode", "0");
            case "vp9" -> sameParameter(other, "profile-id", "0");
            case "av1" -> sameParameter(other, "profile", "0");
            default -> true;
        };
    }

    boolean isSameEncoding(RtpCodec other) {
        return name.equalsIgnoreCase(other.name) && clockRate == other.clockRate && channels == other.channels;
    }

    private boolean sameParameter(RtpCodec other, String key, String otherwise) {
        return parameter(key, otherwise).equals(other.parameter(key, otherwise));
    }

    public RtpCodec withPayloadType(int other) {
        return new RtpCodec(other, name, clockRate, channels, parameters, feedback);
    }

    public RtpCodec withParameters(Map<String, String> others) {
        return new RtpCodec(payloadType, name, clockRate, channels, others, feedback);
    }

    public RtpCodec withParameter(String key, String value) {
        Map<String, String> others = new LinkedHashMap<>(parameters);
        others.put(key, value);
        return withParameters(others);
    }

    public RtpCodec withFeedback(List<String> others) {
        return new RtpCodec(payloadType, name, clockRate, channels, parameters, others);
    }

    /// The lines that describe it.
    List<Attribute> attributes() {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("rtpmap", new RtpMap(payloadType, name, clockRate, channels).toString()));
        feedback.forEach(value -> attributes.add(new Attribute("rtcp-fb", payloadType + " " + value)));
        if (!parameters.isEmpty()) {
            attributes.add(
                    new Attribute("fmtp", new FormatParameters(String.valueOf(payloadType), parameters).toString()));
        }
        return attributes;
    }
}
