package dev.sluice.ice.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunMessage;

/// What made other relays the way into the networks they stood in.
class ForbiddenPeersTest {
    private final World world = new World(World.settings().withPeers(PeerRules.PUBLIC_INTERNET));
    private final TestClient client = world.client();

    @ParameterizedTest
    @ValueSource(strings = {
        // this host and this network
        "0.0.0.0", "0.0.0.1", "0.255.255.255", "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.255",
        // private
        "10.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "192.168.255.255",
        // behind a carrier's NAT, link-local and the metadata of clouds
        "100.64.0.1", "100.127.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "100.100.100.200",
        // assignments, documentation, 6to4 relays, benchmarks
        "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "198.51.100.7", "203.0.113.255", "192.88.99.1",
        "198.18.0.1", "198.19.255.255",
        // multicast, reserved, broadcast
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.254", "255.255.255.255",
        // our own
        World.SERVER, World.SERVER_IPV6,
        // IPv6: unspecified, loopback, private, link-local, site-local, multicast, discard
        "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "100::1",
        // documentation, benchmarks, ORCHID
        "2001:db8::1", "3fff::1", "2001:2::1", "2001:10::1", "2001:20::1",
        // an IPv4 address inside: compatible, mapped, translated, NAT64, 6to4, Teredo
        "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:7f00:1::1", "2002:a00:1::1",
        "2002:808:808::1", "2001:0:a00:1::1"
    })
    void isRefusedByEveryMethod(String literal) {
        client.success(Stun.ALLOCATE, TestClient.UDP, new AdditionalAddressFamily(2));
        XorPeerAddress peer = new XorPeerAddress(new InetSocketAddress(asIs(literal), 53));

        assertEquals(403, client.error(Stun.CREATE_PERMISSION, peer));
        assertEquals(403, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4000), peer));
        client.send(new StunMessage(StunClass.INDICATION, Stun.SEND, client.id(),
                List.of(peer, new Data(new byte[]{1}))).encode());
        assertEquals(1, world.count(TurnOutcome.NO_PERMISSION));
        assertEquals(0, world.count(TurnOutcome.TO_PEER));
        assertEquals(0, world.server.allocations().getFirst().permissions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
        "126.255.255.255", "128.0.0.1", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.1.1",
        "198.17.255.255", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860::8888",
        "2003::1"})
    void thePublicInternetIsPermitted(String literal) {
        client.success(Stun.ALLOCATE, TestClient.UDP, new AdditionalAddressFamily(2));
        client.permit(new InetSocketAddress(InetAddress.ofLiteral(literal), 53));
    }

    @Test
    void oneForbiddenPeerAmongOthersForbidsAll() {
        client.allocate();
        XorPeerAddress good = new XorPeerAddress(World.address("8.8.8.8", 1));
        XorPeerAddress bad = new XorPeerAddress(World.address("10.0.0.1", 1));
        assertEquals(403, client.error(Stun.CREATE_PERMISSION, good, bad));
        client.sendTo(good.address(), "x");
        assertEquals(1, world.count(TurnOutcome.NO_PERMISSION));
    }

    @Test
    void whatIsAllowedByNameIsPermittedAndWhatIsDeniedByNameIsNot() {
        PeerRules rules = PeerRules.PUBLIC_INTERNET.allowing("10.1.0.0/16").allowing("fd00::/8").denying("8.8.0.0/16")
                .denying("2a00::/16").allowing("8.8.8.8");
        assertTrue(rules.mayReach(InetAddress.ofLiteral("10.1.2.3")));
        assertTrue(rules.mayReach(InetAddress.ofLiteral("fd00::7")));
        assertTrue(rules.mayReach(InetAddress.ofLiteral("8.8.8.8")));
        assertTrue(!rules.mayReach(InetAddress.ofLiteral("8.8.4.4")));
        assertTrue(!rules.mayReach(InetAddress.ofLiteral("2a00::1")));
        assertTrue(!rules.mayReach(InetAddress.ofLiteral("10.2.0.1")));
    }

    @Test
    void whatTheMachineIsCalledBesidesIsItsOwn() {
        World more = new World(World.settings().withPeers(PeerRules.PUBLIC_INTERNET)
                .withOwnAddresses(List.of(InetAddress.ofLiteral("8.8.8.8"))));
        TestClient other = more.client();
        other.allocate();
        assertEquals(403, other.error(Stun.CREATE_PERMISSION, new XorPeerAddress(World.address("8.8.8.8", 1))));
    }

    @Test
    void blocksAreWrittenWithTheirPrefix() {
        assertTrue(Cidr.parse("0.0.0.0/0").contains(new byte[4]));
        assertTrue(Cidr.parse("2001:db8::/33").contains(HexFormat.of().parseHex("20010db87fff00000000000000000000")));
        assertTrue(!Cidr.parse("2001:db8::/33").contains(HexFormat.of().parseHex("20010db8800000000000000000000000")));
        assertTrue(!Cidr.parse("0.0.0.0/0").contains(new byte[16]));
        for (String wrong : List.of("10.0.0.0/33", "10.0.0.0/-1", "example.org/8", "10.0.0.0/x", "")) {
            assertThrows(IllegalArgumentException.class, () -> Cidr.parse(wrong), wrong);
        }
    }

    /// Java would make an IPv4 address of a mapped one; the wire does not.
    private static InetAddress asIs(String literal) {
        if (!literal.startsWith("::ffff:") || literal.startsWith("::ffff:0:")) {
            return InetAddress.ofLiteral(literal);
        }
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        byte[] inside = InetAddress.ofLiteral(literal.substring(7)).getAddress();
        System.arraycopy(inside, 0, bytes, 12, 4);
        try {
            return Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
