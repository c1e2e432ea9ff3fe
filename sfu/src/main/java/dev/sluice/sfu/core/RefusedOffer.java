package dev.sluice.sfu.core;

/// Ends a negotiation from wherever it is; never leaves the worker, which turns it into a [JoinResult.Refused].
final class RefusedOffer extends Exception {
    private static final long serialVersionUID = 1;

    private final transient JoinResult.Refused result;

    RefusedOffer(Refusal reason, String explanation) {
        super(explanation, null, false, false);
        result = new JoinResult.Refused(reason, explanation);
    }

    JoinResult.Refused result() {
        return result;
    }
}
