package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.ice4j.ice.Agent;

/// What may enter ice4j: messages of the STUN and TURN servers, authentic checks of the peer and its authentic responses. Strangers get no answer.
///
/// Role conflicts are settled here: ice4j would settle one of two controlled agents the wrong way round, and it loses its nomination when it changes roles twice.
///
/// Confined to the agent's loop.
///
/// @rfc 8445 7.3 STUN Server Procedures
final class Ice4jGate {
    private final Agent agent;
    private final CheckServer checks;
    private final IceRole role;
    private final List<IceServer> servers;
    private final CheckCounters counters = new CheckCounters();
    private final Set<InetSocketAddress> authentic = new HashSet<>();
    private StunIntegrity remoteIntegrity;

    Ice4jGate(Agent agent, IceCredentials local, boolean controlling, RandomGenerator random,
            List<IceServer> servers) {
        this.agent = agent;
        this.checks = new CheckServer(local);
        this.role = new IceRole(controlling, random);
        this.servers = servers;
        agent.setControlling(controlling);
        agent.setTieBreaker(role.tieBreaker());
    }

    void remote(IceCredentials remote) {
        remoteIntegrity = StunIntegrity.shortTerm(remote.pwd());
    }

    boolean knowsRemote() {
        return remoteIntegrity != null;
    }

    CheckCounters counters() {
        return counters;
    }

    /// Whether the address has proved to be the peer's.
    boolean isPeer(InetSocketAddress address) {
        return authentic.contains(address);
    }

    boolean hasHeardPeer() {
        return !authentic.isEmpty();
    }

    void trust(InetSocketAddress address) {
        authentic.add(address);
    }

    void trustNobody() {
        authentic.clear();
    }

    void onStun(Ice4jSocket socket, InetSocketAddress from, byte[] bytes, int offset, int length) {
        if (isServer(from)) {
            socket.deliver(from, bytes, offset, length);
            return;
        }
        CheckOutcome outcome = judge(bytes, offset, length);
        counters.count(outcome);
        switch (outcome) {
            case ROLE_CONFLICT -> refuse(socket, from, bytes, offset);
            case ANSWERED, RESPONSE -> admit(socket, from, bytes, offset, length);
            default -> {
                // silence
            }
        }
    }

    private void admit(Ice4jSocket socket, InetSocketAddress from, byte[] bytes, int offset, int length) {
        socket.deliver(from, bytes, offset, length);
        if (authentic.size() < CandidateRules.MOST_REMOTE_CANDIDATES) {
            authentic.add(from);
        }
    }

    private void refuse(Ice4jSocket socket, InetSocketAddress to, byte[] bytes, int offset) {
        StunWriter answer = checks.roleConflict(bytes, offset);
        socket.socket().send(to, answer.bytes(), 0, answer.length());
    }

    private CheckOutcome judge(byte[] bytes, int offset, int length) {
        CheckOutcome outcome = checks.judge(bytes, offset, length);
        return switch (outcome) {
            case ANSWERED -> settleRoles();
            case NOT_A_BINDING_REQUEST -> checks.check().isBindingResponse() ? judgeResponse() : outcome;
            default -> outcome;
        };
    }

    private CheckOutcome judgeResponse() {
        StunWindow response = checks.check();
        if (!response.fingerprintMatches()) {
            return CheckOutcome.MISSING_OR_WRONG_FINGERPRINT;
        }
        boolean fromPeer = remoteIntegrity != null && response.integrityMatches(remoteIntegrity);
        return fromPeer ? CheckOutcome.RESPONSE : CheckOutcome.WRONG_INTEGRITY;
    }

    private CheckOutcome settleRoles() {
        role.become(agent.isControlling());
        if (!role.isClaimedBy(checks.check())) {
            return CheckOutcome.ANSWERED;
        }
        if (role.prevailsOver(checks.check())) {
            return CheckOutcome.ROLE_CONFLICT;
        }
        agent.setControlling(!role.isControlling());
        return CheckOutcome.ANSWERED;
    }

    private boolean isServer(InetSocketAddress address) {
        for (IceServer server : servers) {
            if (server.address().equals(address)) {
                return true;
            }
        }
        return false;
    }
}
