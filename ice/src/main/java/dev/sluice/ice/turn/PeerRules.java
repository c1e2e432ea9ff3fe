package dev.sluice.ice.turn;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// To which addresses clients may have datagrams relayed. What is not on the public Internet is refused: a relay must not be the way into the network it stands in.
///
/// Of IPv4 everything is permitted but the special-purpose blocks; of IPv6 nothing but global unicast, and of that nothing that carries an IPv4 address in itself
/// (6to4, Teredo), because the address inside would escape the rules. IPv4-mapped and NAT64 addresses are not global unicast. The order is: what was allowed by
/// name, what was denied by name, these rules.
///
/// @rfc 8656 21.1.4 Impersonation of a Server
/// @rfc 6890 2.2.2 IPv4 Special-Purpose Address Registry Entries
public final class PeerRules {
    /// The public Internet and nothing else.
    public static final PeerRules PUBLIC_INTERNET = new PeerRules(List.of(), List.of());

    private static final List<Cidr> NOT_PUBLIC = Stream.of(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // behind a carrier's NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the metadata services of clouds
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.88.99.0/24", // relays of 6to4
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "2001::/23", // Teredo, ORCHID, benchmarks and other assignments
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16" // 6to4
    ).map(Cidr::parse).toList();
    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    private final List<Cidr> allowed;
    private final List<Cidr> denied;

    private PeerRules(List<Cidr> allowed, List<Cidr> denied) {
        this.allowed = List.copyOf(allowed);
        this.denied = List.copyOf(denied);
    }

    /// These rules and an exception: a block such as `10.1.0.0/16`, or an address.
    public PeerRules allowing(String block) {
        return new PeerRules(with(allowed, block), denied);
    }

    /// These rules and one more: a block such as `198.51.100.0/24`, or an address.
    public PeerRules denying(String block) {
        return new PeerRules(allowed, with(denied, block));
    }

    public boolean mayReach(InetAddress peer) {
        byte[] address = peer.getAddress();
        return isAllowedByName(peer) || !contains(denied, address) && isPublic(address);
    }

    boolean isAllowedByName(InetAddress peer) {
        return contains(allowed, peer.getAddress());
    }

    private static boolean isPublic(byte[] address) {
        return (address.length == 4 || GLOBAL_UNICAST.contains(address)) && !contains(NOT_PUBLIC, address);
    }

    private static boolean contains(List<Cidr> blocks, byte[] address) {
        for (Cidr block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Cidr> with(List<Cidr> blocks, String block) {
        List<Cidr> more = new ArrayList<>(blocks);
        more.add(Cidr.parse(block));
        return more;
    }
}
