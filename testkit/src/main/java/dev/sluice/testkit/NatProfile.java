package dev.sluice.testkit;

import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;

/// How a [Nat] treats datagrams, in the words of RFC 4787. Start from one of the five kinds that people speak of and say what is to differ.
///
/// @param mapping      how far two destinations must be alike to be sent to from the same outside port
/// @param filtering    how far the sender of a packet must be like somebody whom the inside has sent to, for the packet to get in
/// @param hairpinning  whether hosts inside reach each other by their outside addresses
/// @param timeout      nanoseconds after which a mapping is forgotten that nothing has left through
/// @param udp          false: no datagram leaves or enters, only streams that begin inside do
///
/// @rfc 4787 4 Network Address and Port Translation Behavior
public record NatProfile(Dependence mapping, Dependence filtering, boolean hairpinning, long timeout, boolean udp) {
    private static final long USUAL_TIMEOUT = 120 * SECOND;

    /// Once a port is open everybody may send to it.
    public static final NatProfile FULL_CONE = kind(Dependence.NONE, Dependence.NONE);
    /// Everybody at an address that was sent to.
    public static final NatProfile ADDRESS_RESTRICTED = kind(Dependence.NONE, Dependence.ADDRESS);
    /// Only the very address and port that was sent to.
    public static final NatProfile PORT_RESTRICTED = kind(Dependence.NONE, Dependence.ADDRESS_AND_PORT);
    /// And every destination sees another port.
    public static final NatProfile SYMMETRIC = kind(Dependence.ADDRESS_AND_PORT, Dependence.ADDRESS_AND_PORT);
    /// A firewall that knows TCP only.
    public static final NatProfile UDP_BLOCKED = new NatProfile(Dependence.NONE, Dependence.NONE, false, USUAL_TIMEOUT,
            false);

    /// How much of the other side's address matters.
    public enum Dependence {
        NONE, ADDRESS, ADDRESS_AND_PORT;

        /// What two addresses have in common exactly when they are alike.
        Object key(InetSocketAddress address) {
            return switch (this) {
                case NONE -> NONE;
                case ADDRESS -> address.getAddress();
                case ADDRESS_AND_PORT -> address;
            };
        }
    }

    public NatProfile {
        if (timeout <= 0) {
            throw new IllegalArgumentException("A mapping lives for more than " + timeout + " ns");
        }
    }

    public NatProfile withHairpinning() {
        return new NatProfile(mapping, filtering, true, timeout, udp);
    }

    public NatProfile withTimeout(long nanoseconds) {
        return new NatProfile(mapping, filtering, hairpinning, nanoseconds, udp);
    }

    private static NatProfile kind(Dependence mapping, Dependence filtering) {
        return new NatProfile(mapping, filtering, false, USUAL_TIMEOUT, true);
    }
}
