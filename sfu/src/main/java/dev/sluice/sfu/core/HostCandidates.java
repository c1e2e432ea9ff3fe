package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.ice.IceCandidate;
import dev.sluice.sdp.Candidate;

/// The candidates that our descriptions tell: the announced addresses, the preferred one first.
final class HostCandidates {
    private HostCandidates() {}

    static List<Candidate> of(List<InetSocketAddress> addresses) {
        List<Candidate> candidates = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            IceCandidate host = IceCandidate.host(address, 65_535 - candidates.size());
            candidates.add(Candidate.host(host.foundation(), host.priority(), literal(address), address.getPort()));
        }
        return List.copyOf(candidates);
    }

    /// Without the zone, which means something on this machine only.
    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress().replaceFirst("%.*", "");
    }
}
