package dev.sluice.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Which candidates of a peer we check at all. A signalled list comes from the network: it must not make us knock wherever it likes.
///
/// @rfc 8445 6.1.2.2 Forming Candidate Pairs
/// @rfc 8445 19.5.1 STUN Amplification Attack
final class CandidateRules {
    static final int MOST_REMOTE_CANDIDATES = 32;

    private CandidateRules() {}

    /// UDP, our component, an address instead of a name, unicast, and with a port.
    static boolean isUsable(IceCandidate remote) {
        InetSocketAddress address = remote.address();
        return remote.isUdp() && remote.component() == IceCandidate.RTP_COMPONENT && !address.isUnresolved()
                && address.getPort() != 0 && isUnicast(address.getAddress());
    }

    /// As [#isUsable], for a candidate that has a name in place of its address.
    static boolean isUsableOnceResolved(IceCandidate remote) {
        InetSocketAddress address = remote.address();
        return remote.isUdp() && remote.component() == IceCandidate.RTP_COMPONENT && address.isUnresolved()
                && address.getPort() != 0;
    }

    /// Same family; and what can only be reached on one host or link pairs with its like only.
    static boolean canPair(InetAddress local, InetAddress remote) {
        return local.getClass() == remote.getClass() && local.isLoopbackAddress() == remote.isLoopbackAddress()
                && (local.getAddress().length == 4 || local.isLinkLocalAddress() == remote.isLinkLocalAddress());
    }

    private static boolean isUnicast(InetAddress address) {
        boolean broadcast = address.getAddress().length == 4 && address.getAddress()[0] == (byte) 255;
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !broadcast;
    }
}
