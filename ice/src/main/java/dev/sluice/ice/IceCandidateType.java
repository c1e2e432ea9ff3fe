package dev.sluice.ice;

/// @rfc 8445 5.1.2.2 Guidelines for Choosing Type and Local Preferences
public enum IceCandidateType {
    HOST("host", 126), PEER_REFLEXIVE("prflx", 110), SERVER_REFLEXIVE("srflx", 100), RELAYED("relay", 0);

    private final String label;
    private final int preference;

    IceCandidateType(String label, int preference) {
        this.label = label;
        this.preference = preference;
    }

    /// The word that stands for it in SDP.
    public String label() {
        return label;
    }

    public int preference() {
        return preference;
    }
}
