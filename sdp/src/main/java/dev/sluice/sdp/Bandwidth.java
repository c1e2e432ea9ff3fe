package dev.sluice.sdp;

/// How much the sender of this description would like to receive: `AS` counts kilobits, `TIAS` bits per second.
///
/// @rfc 8866 5.8 Bandwidth Information ("b=")
public record Bandwidth(String type, long value) {
    static Bandwidth parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new SdpParseException("expected b=<bwtype>:<bandwidth>");
        }
        return new Bandwidth(text.substring(0, colon),
                Fields.number(text.substring(colon + 1), 0, Long.MAX_VALUE, "the bandwidth"));
    }

    @Override
    public String toString() {
        return type + ':' + value;
    }
}
