package dev.sluice.sdp;

import java.util.Locale;

/// Who starts the DTLS handshake: the active side is the client.
///
/// @rfc 8842 5.3 Generating the Answer
public enum Setup {
    ACTPASS, ACTIVE, PASSIVE, HOLDCONN;

    static Setup parse(String text) {
        return switch (text) {
            case "actpass" -> ACTPASS;
            case "active" -> ACTIVE;
            case "passive" -> PASSIVE;
            case "holdconn" -> HOLDCONN;
            default -> throw new SdpParseException("not a setup role: '" + SdpParseException.excerpt(text) + "'");
        };
    }

    /// What to answer when this is offered and the answerer, given the choice, would like to be `preferred`.
    public Setup answer(Setup preferred) {
        return switch (this) {
            case ACTPASS -> preferred == PASSIVE ? PASSIVE : ACTIVE;
            case ACTIVE -> PASSIVE;
            case PASSIVE -> ACTIVE;
            case HOLDCONN -> HOLDCONN;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
