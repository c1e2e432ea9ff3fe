package dev.sluice.ice.turn;

/// What a request is refused with.
///
/// 300 (Try Alternate) is not sent: there is nobody to send clients to. 446 and 447 belong to TCP allocations (RFC 6062), which are refused with 442.
///
/// @rfc 8489 14.8 ERROR-CODE
/// @rfc 8656 19 STUN Error Response Codes
final class ErrorCodes {
    static final int OK = 0;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHENTICATED = 401;
    static final int FORBIDDEN = 403;
    static final int UNKNOWN_ATTRIBUTE = 420;
    static final int ALLOCATION_MISMATCH = 437;
    static final int STALE_NONCE = 438;
    static final int ADDRESS_FAMILY_NOT_SUPPORTED = 440;
    static final int WRONG_CREDENTIALS = 441;
    static final int UNSUPPORTED_TRANSPORT_PROTOCOL = 442;
    static final int PEER_ADDRESS_FAMILY_MISMATCH = 443;
    static final int ALLOCATION_QUOTA_REACHED = 486;
    static final int INSUFFICIENT_CAPACITY = 508;

    private ErrorCodes() {}
}
