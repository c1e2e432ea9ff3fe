package dev.sluice.sdp;

import java.util.Comparator;
import java.util.List;

/// What the `m=` and `c=` lines say about where media goes: the default candidate, or the placeholder 0.0.0.0:9.
///
/// @rfc 8839 4.2.1.2 Candidates
record Destination(Connection connection, int port) {
    static final Destination NONE = new Destination(Connection.NONE, 9);

    /// The likeliest to work for a peer without ICE: relayed before reflexive before host.
    static Destination of(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.isUdp() && candidate.component() == 1
                        && Address.isLiteral(candidate.address()))
                .max(Comparator.comparingInt(Destination::reach).thenComparingLong(Candidate::priority))
                .map(Destination::of).orElse(NONE);
    }

    private static int reach(Candidate candidate) {
        return switch (candidate.type()) {
            case "relay" -> 2;
            case "srflx", "prflx" -> 1;
            default -> 0;
        };
    }

    private static Destination of(Candidate candidate) {
        return new Destination(
                new Connection("IN", Address.isIpv6(candidate.address()) ? "IP6" : "IP4", candidate.address()),
                candidate.port());
    }
}
