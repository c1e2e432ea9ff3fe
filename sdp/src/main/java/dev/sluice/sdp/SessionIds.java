package dev.sluice.sdp;

/// Session ids for `o=` lines, made from what is random already: this module has no randomness of its own.
final class SessionIds {
    private static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

    private SessionIds() {}

    /// A number of 63 bits, the same for the same transport; 0 without one. It tells nothing about the password.
    ///
    /// @rfc 9429 5.2.1 Initial Offers
    static String of(TransportParameters own) {
        long id = 0;
        if (own != null) {
            String source = own.iceUfrag() + own.fingerprints();
            for (int i = 0; i < source.length(); i++) {
                id = (id ^ source.charAt(i)) * GOLDEN_RATIO;
                id ^= id >>> 29;
            }
        }
        return String.valueOf(id & Long.MAX_VALUE);
    }
}
