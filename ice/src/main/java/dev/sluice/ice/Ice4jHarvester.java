package dev.sluice.ice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.ice4j.Transport;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;

/// Makes a host candidate of every socket that the agent has opened on its loop.
final class Ice4jHarvester extends AbstractCandidateHarvester {
    private final List<Ice4jSocket> sockets;

    Ice4jHarvester(List<Ice4jSocket> sockets) {
        this.sockets = sockets;
    }

    @Override
    public boolean isHostHarvester() { return true; }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> candidates = new ArrayList<>();
        for (Ice4jSocket socket : sockets) {
            HostCandidate candidate = new HostCandidate(socket, component, Transport.UDP);
            candidate.getStunStack().addSocket(socket);
            component.addLocalCandidate(candidate);
            candidates.add(candidate);
        }
        return candidates;
    }
}
