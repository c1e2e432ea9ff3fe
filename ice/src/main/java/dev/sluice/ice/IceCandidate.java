package dev.sluice.ice;

import java.net.InetSocketAddress;
import java.util.Objects;

/// A transport address where an agent may be reached.
///
/// `protocol` is "udp" or "tcp"; `priority` unsigned 32 bits; `related` the base (or mapped address) behind a reflexive or relayed candidate, null
/// otherwise; `tcpType` null unless the protocol is TCP.
///
/// @rfc 8445 5.1 Full Implementation
/// @rfc 8839 5.1 "candidate" Attribute
public record IceCandidate(String foundation, int component, String protocol, long priority, InetSocketAddress address,
        IceCandidateType type, InetSocketAddress related, TcpType tcpType) {
    public static final String UDP = "udp";
    /// The component of RTP, and with rtcp-mux of everything.
    public static final int RTP_COMPONENT = 1;
    public static final int MOST_LOCAL_PREFERENCE = 65535;

    public IceCandidate {
        Objects.requireNonNull(foundation, "foundation");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(type, "type");
    }

    /// A UDP host candidate. `localPreference` orders the candidates of a multihomed host, the best first: 65535, 65534 and so on.
    public static IceCandidate host(InetSocketAddress address, int localPreference) {
        return udp(IceCandidateType.HOST, address, localPreference, null);
    }

    static IceCandidate udp(IceCandidateType type, InetSocketAddress address, int localPreference,
            InetSocketAddress base) {
        String foundation = foundation(type, base == null ? address : base);
        long priority = priority(type, localPreference, RTP_COMPONENT);
        return new IceCandidate(foundation, RTP_COMPONENT, UDP, priority, address, type, base, null);
    }

    /// A candidate that a server has given us for a socket of ours, or its relay.
    static IceCandidate fromServer(IceCandidateType type, InetSocketAddress address, int localPreference,
            InetSocketAddress related, Object server) {
        String foundation = Integer.toUnsignedString(Objects.hash(type.label(), related.getAddress(), server));
        long priority = priority(type, localPreference, RTP_COMPONENT);
        return new IceCandidate(foundation, RTP_COMPONENT, UDP, priority, address, type, related, null);
    }

    /// The same candidate under a name, or with a related address that tells nothing.
    IceCandidate seenAs(String newFoundation, InetSocketAddress newAddress, InetSocketAddress newRelated) {
        return new IceCandidate(newFoundation, component, protocol, priority, newAddress, type, newRelated, tcpType);
    }

    int localPreference() {
        return (int) (priority >>> 8) & MOST_LOCAL_PREFERENCE;
    }

    /// @rfc 8445 5.1.2.1 Recommended Formula
    public static long priority(IceCandidateType type, int localPreference, int component) {
        return (long) type.preference() << 24 | (long) localPreference << 8 | 256 - component;
    }

    public boolean isUdp() { return protocol.equalsIgnoreCase(UDP); }

    /// The same for candidates of one type whose bases have the same IP address.
    ///
    /// @rfc 8445 5.1.1.3 Computing Foundations
    private static String foundation(IceCandidateType type, InetSocketAddress base) {
        return Integer.toUnsignedString(Objects.hash(type.label(), base.getAddress()));
    }
}
