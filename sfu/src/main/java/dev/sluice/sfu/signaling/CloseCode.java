package dev.sluice.sfu.signaling;

/// Why the server closes a WebSocket.
///
/// @rfc 6455 7.4.1 Defined Status Codes
public enum CloseCode {
    LEFT(1000), PROTOCOL_ERROR(1002), NOT_TEXT(1003), NOT_JSON(1007), POLICY(1008), TOO_BIG(1009), RESTART(1012),
    /// Another socket has taken over the membership.
    REPLACED(4001);

    private final short code;

    CloseCode(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }
}
