package dev.sluice.ice;

/// A local and a remote candidate on their way through the checks.
///
/// @rfc 8445 6.1.2.6 Computing Candidate Pair States
final class CandidatePair extends Nominee {
    enum State {
        FROZEN, WAITING, IN_PROGRESS, SUCCEEDED, FAILED
    }

    private final PairCounters counters = new PairCounters();
    private final LocalCandidate local;
    private IceCandidate remote;
    private State state = State.FROZEN;
    private StunTransaction check;
    private IceCandidate mapped;
    private boolean authentic;
    private boolean peerNominates;
    private long peerNomination;

    CandidatePair(LocalCandidate local, IceCandidate remote, boolean controlling) {
        this.local = local;
        this.remote = remote;
        this.mapped = local.candidate();
        computePriority(controlling);
    }

    LocalCandidate local() {
        return local;
    }

    IceCandidate remote() {
        return remote;
    }

    /// The peer has told us of a candidate that we had found by ourselves. The pair keeps its place.
    void remote(IceCandidate signalled) {
        remote = signalled;
    }

    PairCounters counters() {
        return counters;
    }

    /// Whether the remote address has proved to be the peer's on this pair.
    boolean isAuthentic() { return authentic; }

    void proved() {
        authentic = true;
    }

    /// The pair as others see it: its local candidate is the address that the peer sees, which behind a NAT is not that of the socket.
    IceCandidatePair valid() {
        return new IceCandidatePair(mapped, remote);
    }

    State state() {
        return state;
    }

    boolean is(State asked) {
        return state == asked;
    }

    boolean isUnfinished() { return state == State.FROZEN || state == State.WAITING || state == State.IN_PROGRESS; }

    void become(State next) {
        state = next;
    }

    void checking(StunTransaction transaction) {
        check = transaction;
        state = State.IN_PROGRESS;
    }

    /// The check in progress; null when there is none.
    StunTransaction check() {
        return state == State.IN_PROGRESS ? check : null;
    }

    void succeeded(IceCandidate seenByPeer) {
        mapped = seenByPeer;
        state = State.SUCCEEDED;
    }

    boolean hasFoundationOf(CandidatePair other) {
        return local.candidate().foundation().equals(other.local.candidate().foundation())
                && remote.foundation().equals(other.remote.foundation());
    }

    boolean isRelayed() {
        return local.candidate().type() == IceCandidateType.RELAYED || remote.type() == IceCandidateType.RELAYED;
    }

    /// The peer nominates a pair that we have yet to check ourselves.
    void nominatedByPeer(long number) {
        peerNominates = true;
        peerNomination = number;
    }

    boolean isNominatedByPeer() { return peerNominates; }

    long peerNomination() {
        return peerNomination;
    }

    /// @rfc 8445 6.1.2.3 Computing Pair Priority and Ordering Pairs
    void computePriority(boolean controlling) {
        long g = controlling ? local.candidate().priority() : remote.priority();
        long d = controlling ? remote.priority() : local.candidate().priority();
        priority((Math.min(g, d) << 32) + 2 * Math.max(g, d) + (g > d ? 1 : 0));
    }
}
