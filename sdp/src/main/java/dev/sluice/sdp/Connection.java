package dev.sluice.sdp;

import java.util.List;

/// Where media goes when nobody asks ICE. With ICE it is the default candidate, or the placeholder [#NONE].
///
/// @param address as written; a multicast address keeps its `/ttl/count`
///
/// @rfc 8866 5.7 Connection Information ("c=")
public record Connection(String networkType, String addressType, String address) {
    /// The address of a session that relies on ICE and has no candidate to show yet.
    public static final Connection NONE = new Connection("IN", "IP4", "0.0.0.0");

    static Connection parse(String value) {
        List<String> words = Fields.words(value);
        if (words.size() != 3) {
            throw new SdpParseException("expected c=<nettype> <addrtype> <connection-address>");
        }
        return new Connection(words.get(0), words.get(1), words.get(2));
    }

    @Override
    public String toString() {
        return networkType + ' ' + addressType + ' ' + address;
    }
}
