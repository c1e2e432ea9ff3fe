package dev.sluice.sdp;

import java.util.Locale;

/// Which side sends the streams of a `rid` or `simulcast` line: the one that wrote it, or the other.
public enum StreamDirection {
    SEND, RECV;

    static StreamDirection parse(String text) {
        return switch (text) {
            case "send" -> SEND;
            case "recv" -> RECV;
            default -> throw new SdpParseException("expected 'send' or 'recv'");
        };
    }

    public StreamDirection reversed() {
        return this == SEND ? RECV : SEND;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
