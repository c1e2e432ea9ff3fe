package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.Objects;

/// A STUN or TURN server; `username` and `credential` are null for STUN, which is asked over UDP only.
///
/// The address is a number; over TLS its host string is the name that the server's certificate must be for, see [#turns].
///
/// @rfc 7064 3.1 URI Scheme Syntax
/// @rfc 7065 3.1 URI Scheme Syntax
public record IceServer(Kind kind, Transport transport, InetSocketAddress address, String username,
        String credential) {
    public enum Kind {
        STUN, TURN
    }

    /// How TURN messages reach the server. What it relays is UDP always.
    public enum Transport {
        UDP, TCP, TLS
    }

    public IceServer {
        Objects.requireNonNull(transport, "transport");
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("Resolve " + address + " first: agents look no names up");
        }
        if (kind == Kind.STUN && transport != Transport.UDP) {
            throw new IllegalArgumentException("A STUN server tells where UDP comes from: ask it over UDP");
        }
    }

    public static IceServer stun(InetSocketAddress address) {
        return new IceServer(Kind.STUN, Transport.UDP, address, null, null);
    }

    public static IceServer turn(InetSocketAddress address, String username, String credential) {
        return turn(Transport.UDP, address, username, credential);
    }

    public static IceServer turn(Transport transport, InetSocketAddress address, String username, String credential) {
        return new IceServer(Kind.TURN, transport, address, Objects.requireNonNull(username),
                Objects.requireNonNull(credential));
    }

    /// TURN over TLS: `address` must have been resolved from the name in the server's certificate.
    public static IceServer turns(InetSocketAddress address, String username, String credential) {
        return turn(Transport.TLS, address, username, credential);
    }

    /// Tells no credential: it does not belong into logs.
    @Override
    public String toString() {
        return kind + " " + transport + " " + address;
    }
}
