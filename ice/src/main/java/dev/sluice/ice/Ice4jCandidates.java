package dev.sluice.ice;

import java.net.InetSocketAddress;

import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Candidate;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.RemoteCandidate;

/// Candidates in ice4j's words and in ours.
final class Ice4jCandidates {
    private Ice4jCandidates() {}

    static IceCandidate ours(Candidate<?> candidate) {
        return new IceCandidate(candidate.getFoundation(), candidate.getParentComponent().getComponentID(),
                IceCandidate.UDP, candidate.getPriority(), ours(candidate.getTransportAddress()),
                ours(candidate.getType()), ours(candidate.getRelatedAddress()), null);
    }

    static RemoteCandidate theirs(IceCandidate candidate, Component component) {
        return new RemoteCandidate(theirs(candidate.address()), component, theirs(candidate.type()),
                candidate.foundation(), candidate.priority(), null);
    }

    static TransportAddress theirs(InetSocketAddress address) {
        return new TransportAddress(address.getAddress(), address.getPort(), Transport.UDP);
    }

    static InetSocketAddress ours(TransportAddress address) {
        return address == null ? null : new InetSocketAddress(address.getAddress(), address.getPort());
    }

    private static IceCandidateType ours(CandidateType type) {
        return switch (type) {
            case HOST_CANDIDATE, LOCAL_CANDIDATE -> IceCandidateType.HOST;
            case PEER_REFLEXIVE_CANDIDATE -> IceCandidateType.PEER_REFLEXIVE;
            case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE -> IceCandidateType.SERVER_REFLEXIVE;
            case RELAYED_CANDIDATE -> IceCandidateType.RELAYED;
        };
    }

    private static CandidateType theirs(IceCandidateType type) {
        return switch (type) {
            case HOST -> CandidateType.HOST_CANDIDATE;
            case PEER_REFLEXIVE -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
            case SERVER_REFLEXIVE -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
            case RELAYED -> CandidateType.RELAYED_CANDIDATE;
        };
    }
}
