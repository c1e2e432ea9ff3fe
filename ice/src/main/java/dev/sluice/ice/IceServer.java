package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.Objects;

/// A STUN or TURN server over UDP; `username` and `credential` are null for STUN.
public record IceServer(Kind kind, InetSocketAddress address, String username, String credential) {
    public enum Kind {
        STUN, TURN
    }

    public IceServer {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("Resolve " + address + " first: agents look no names up");
        }
    }

    public static IceServer stun(InetSocketAddress address) {
        return new IceServer(Kind.STUN, address, null, null);
    }

    public static IceServer turn(InetSocketAddress address, String username, String credential) {
        return new IceServer(Kind.TURN, address, Objects.requireNonNull(username), Objects.requireNonNull(credential));
    }

    /// Tells no credential: it does not belong into logs.
    @Override
    public String toString() {
        return kind + " " + address;
    }
}
