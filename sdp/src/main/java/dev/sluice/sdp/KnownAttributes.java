package dev.sluice.sdp;

import java.util.function.Consumer;

/// Checks the attributes we know while they are read, so that a parsed description has no surprise in store.
///
/// Only what one line says by itself is judged here. What lines say together, and what WebRTC demands or forbids, is the
/// business of [WebRtcPolicy].
final class KnownAttributes {
    /// The longest that a header extension of RTP can carry.
    private static final int MAX_MID = 255;

    private KnownAttributes() {}

    static Attribute checked(Attribute attribute) {
        switch (attribute.name()) {
            case "rtpmap" -> check(attribute, RtpMap::parse);
            case "fmtp" -> check(attribute, FormatParameters::parse);
            case "rtcp-fb" -> check(attribute, value -> Fields.words(value, 2, "a=rtcp-fb:<payload type> <value>"));
            case "extmap" -> check(attribute, ExtMap::parse);
            case "candidate" -> check(attribute, value -> Candidate.parse("candidate:" + value));
            case "fingerprint" -> check(attribute, Fingerprint::parse);
            case "setup" -> check(attribute, Setup::parse);
            case "ice-ufrag" -> check(attribute, value -> iceCharacters(value, 4, "ice-ufrag"));
            case "ice-pwd" -> check(attribute, value -> iceCharacters(value, 22, "ice-pwd"));
            case "mid" -> check(attribute, KnownAttributes::mid);
            case "msid" -> check(attribute, Msid::parse);
            case "rid" -> check(attribute, Rid::parse);
            case "simulcast" -> check(attribute, Simulcast::parse);
            case "ssrc" -> check(attribute, SsrcAttributes::ssrc);
            case "ssrc-group" -> check(attribute, SsrcGroup::parse);
            case "sctp-port" -> check(attribute, KnownAttributes::sctpPort);
            case "max-message-size" -> check(attribute, KnownAttributes::maxMessageSize);
            default -> {
                // kept as it is
            }
        }
        return attribute;
    }

    private static void check(Attribute attribute, Consumer<String> parser) {
        if (attribute.value() == null) {
            throw new SdpParseException("the attribute needs a value");
        }
        parser.accept(attribute.value());
    }

    /// @rfc 3551 6 Payload Type Definitions
    static int payloadType(String text) {
        return Fields.integer(text, 0, 127, "the payload type");
    }

    static int sctpPort(String text) {
        return Fields.integer(text, 0, 65535, "the SCTP port");
    }

    static long maxMessageSize(String text) {
        return Fields.number(text, 0, Long.MAX_VALUE, "the maximum message size");
    }

    /// @rfc 8839 5.4 "ice-ufrag" and "ice-pwd" Attributes
    private static void iceCharacters(String value, int min, String what) {
        if (value.length() < min || value.length() > 256 || !Fields.isMadeOf(value, "+/-_=#")) { // the last four: not in the grammar, but sent by some peers
            throw new SdpParseException(what + " must be " + min + " to 256 letters, digits, '+' or '/'");
        }
    }

    /// @rfc 5888 4 Media Stream Identification Attribute
    private static void mid(String value) {
        if (value.isEmpty() || value.length() > MAX_MID || value.indexOf(' ') >= 0) {
            throw new SdpParseException("the mid must be one token of at most " + MAX_MID + " characters");
        }
    }
}
