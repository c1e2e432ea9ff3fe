package dev.sluice.sdp;

import java.util.List;
import java.util.Objects;

/// How a section is reached: ICE credentials, certificate fingerprints and the role in the DTLS handshake.
///
/// @param iceUfrag empty when the description has none; likewise `icePwd`
public record TransportParameters(String iceUfrag, String icePwd, boolean iceLite, List<Fingerprint> fingerprints,
        Setup setup) {
    public TransportParameters {
        Objects.requireNonNull(iceUfrag, "iceUfrag");
        Objects.requireNonNull(icePwd, "icePwd");
        Objects.requireNonNull(setup, "setup");
        fingerprints = List.copyOf(fingerprints);
    }

    static TransportParameters of(SessionDescription session, MediaDescription section) {
        return new TransportParameters(inherited(session, section, "ice-ufrag"), inherited(session, section, "ice-pwd"),
                session.has("ice-lite"), fingerprints(session, section), setup(session, section));
    }

    private static String inherited(SessionDescription session, MediaDescription section, String name) {
        return section.attribute(name).or(() -> session.attribute(name)).orElse("");
    }

    private static List<Fingerprint> fingerprints(SessionDescription session, MediaDescription section) {
        Attributed holder = section.has("fingerprint") ? section : session;
        return holder.attributeValues("fingerprint").stream().map(Fingerprint::parse).toList();
    }

    /// @rfc 4145 4 Setup Attribute (without the attribute: active)
    private static Setup setup(SessionDescription session, MediaDescription section) {
        String setup = inherited(session, section, "setup");
        return setup.isEmpty() ? Setup.ACTIVE : Setup.parse(setup);
    }
}
