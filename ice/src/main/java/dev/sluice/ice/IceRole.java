package dev.sluice.ice;

import java.util.random.RandomGenerator;

/// Which of the two agents nominates, and what happens when both (or none) think they do.
///
/// @rfc 8445 7.3.1.1 Detecting and Repairing Role Conflicts
final class IceRole {
    private final RandomGenerator random;
    private boolean controlling;
    private long tieBreaker;

    IceRole(boolean controlling, RandomGenerator random) {
        this.controlling = controlling;
        this.random = random;
        this.tieBreaker = random.nextLong();
    }

    boolean isControlling() { return controlling; }

    long tieBreaker() {
        return tieBreaker;
    }

    boolean isClaimedBy(StunWindow request) {
        return controlling ? request.senderIsControlling() : request.senderIsControlled();
    }

    /// Whether in a conflict the sender of the request has to switch; otherwise we have to.
    boolean prevailsOver(StunWindow request) {
        boolean larger = Long.compareUnsigned(tieBreaker, request.tieBreaker()) >= 0;
        return larger == controlling;
    }

    void become(boolean newControlling) {
        controlling = newControlling;
    }

    /// The peer has told us that the role is its own: we take the other one, and a new tie-breaker.
    ///
    /// @rfc 8445 7.2.5.1 Role Conflict
    void concede() {
        controlling = !controlling;
        tieBreaker = random.nextLong();
    }
}
