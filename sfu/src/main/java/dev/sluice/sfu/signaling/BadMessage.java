package dev.sluice.sfu.signaling;

/// A message cannot be what it says it is. Carries no stack trace: it is no bug of ours.
final class BadMessage extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    BadMessage(ErrorCode code, String explanation) {
        super(explanation, null, false, false);
        this.code = code;
    }

    BadMessage(String explanation) {
        this(ErrorCode.BAD_MESSAGE, explanation);
    }

    ErrorCode code() {
        return code;
    }
}
