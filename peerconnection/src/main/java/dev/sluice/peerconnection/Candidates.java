package dev.sluice.peerconnection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCandidateType;
import dev.sluice.sdp.Candidate;

/// Candidates as the session description writes them and as the ICE agent wants them.
final class Candidates {
    private Candidates() {}

    static Candidate describe(IceCandidate candidate) {
        InetSocketAddress related = candidate.related();
        return new Candidate(candidate.foundation(), candidate.component(),
                candidate.protocol().toLowerCase(Locale.ROOT), candidate.priority(),
                candidate.address().getAddress().getHostAddress(), candidate.address().getPort(),
                candidate.type().label(),
                related == null ? null : related.getAddress().getHostAddress(), related == null ? 0 : related.getPort(),
                null, List.of());
    }

    /// Empty: a candidate the agent has no use for. That is TCP, the RTCP component (we multiplex), and names instead of addresses: we do
    /// not resolve mDNS, and the checks of a browser that hides its address reach us anyway.
    static Optional<IceCandidate> usable(Candidate candidate) {
        boolean usable = candidate.isUdp() && candidate.component() == IceCandidate.RTP_COMPONENT
                && candidate.port() != 0;
        return usable
                ? literal(candidate.address())
                        .flatMap(address -> type(candidate.type()).map(type -> candidate(candidate, address, type)))
                : Optional.empty();
    }

    private static IceCandidate candidate(Candidate candidate, InetAddress address, IceCandidateType type) {
        InetSocketAddress related = candidate.relatedAddress() == null ? null
                : literal(candidate.relatedAddress())
                        .map(literal -> new InetSocketAddress(literal, candidate.relatedPort())).orElse(null);
        return new IceCandidate(candidate.foundation(), candidate.component(), IceCandidate.UDP, candidate.priority(),
                new InetSocketAddress(address, candidate.port()),
                type, related, null);
    }

    private static Optional<IceCandidateType> type(String name) {
        return Arrays.stream(IceCandidateType.values()).filter(type -> type.label().equalsIgnoreCase(name)).findFirst();
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
