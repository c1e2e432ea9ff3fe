package dev.sluice.sdp;

import java.util.Objects;

/// One `a=` line, as it came: `a=name` or `a=name:value`.
///
/// @param value what follows the colon, byte for byte; null when there is no colon
///
/// @rfc 8866 5.13 Attributes
public record Attribute(String name, String value) {
    public Attribute {
        Objects.requireNonNull(name, "name");
        if (!isOneLine(name) || value != null && !isOneLine(value)) {
            throw new IllegalArgumentException("an attribute is one line: take line ends and NUL out of its value");
        }
    }

    private static boolean isOneLine(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && text.indexOf('\0') < 0;
    }

    static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    static Attribute parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (name.isEmpty()) {
            throw new SdpParseException("the attribute has no name");
        }
        return new Attribute(name, colon < 0 ? null : text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return value == null ? name : name + ':' + value;
    }
}
