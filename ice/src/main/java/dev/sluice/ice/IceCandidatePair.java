package dev.sluice.ice;

/// @rfc 8445 6.1.2 Forming the Candidate Pairs
public record IceCandidatePair(IceCandidate local, IceCandidate remote) {}
