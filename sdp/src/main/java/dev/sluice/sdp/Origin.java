package dev.sluice.sdp;

import java.util.List;

/// Who made the session description, and which version of it this is.
///
/// @param sessionId a name made of digits, never computed with
/// @param sessionVersion grows with every new description of the session; unsigned
///
/// @rfc 8866 5.2 Origin ("o=")
public record Origin(String username, String sessionId, long sessionVersion, String networkType, String addressType,
        String address) {
    static final String SHAPE = "o=<username> <sess-id> <sess-version> <nettype> <addrtype> <address>";

    /// The origin JSEP wants: it tells nothing about the machine.
    ///
    /// @rfc 9429 5.2.1 Initial Offers
    public static Origin anonymous(String sessionId, long sessionVersion) {
        return new Origin("-", sessionId, sessionVersion, "IN", "IP4", "0.0.0.0");
    }

    static Origin parse(String value) {
        List<String> words = Fields.words(value, 6, SHAPE);
        if (words.size() > 6 || !Fields.isDigits(words.get(1))) {
            throw new SdpParseException("expected " + SHAPE);
        }
        return new Origin(words.get(0), words.get(1), version(words.get(2)), words.get(3), words.get(4), words.get(5));
    }

    private static long version(String text) {
        try {
            if (Fields.isDigits(text)) {
                return Long.parseUnsignedLong(text);
            }
        } catch (NumberFormatException _) {
            // falls through: more than 64 bits
        }
        throw new SdpParseException("sess-version must be a number of at most 64 bits");
    }

    @Override
    public String toString() {
        return username + ' ' + sessionId + ' ' + Long.toUnsignedString(sessionVersion) + ' ' + networkType + ' '
                + addressType + ' ' + address;
    }
}
