package dev.sluice.sdp;

import java.util.Locale;
import java.util.Optional;

/// Which way media flows, seen from whoever wrote the description.
///
/// @rfc 8866 6.7 Media Direction Attributes
public enum Direction {
    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    /// The direction of this name in lower case, as SDP writes it.
    public static Optional<Direction> named(String name) {
        return switch (name) {
            case "sendrecv" -> Optional.of(SENDRECV);
            case "sendonly" -> Optional.of(SENDONLY);
            case "recvonly" -> Optional.of(RECVONLY);
            case "inactive" -> Optional.of(INACTIVE);
            default -> Optional.empty();
        };
    }

    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    /// The same flow seen from the other side.
    public Direction reversed() {
        return of(receives(), sends());
    }

    /// What is left when we want this and the other side (seen from here) allows that.
    public Direction within(Direction allowed) {
        return of(sends() && allowed.sends(), receives() && allowed.receives());
    }

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
