package dev.sluice.ice.turn;

import static dev.sluice.ice.turn.TestClient.UDP;
import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.DontFragment;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.Unknown;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunMessage;
import dev.sluice.wire.UdpLoop.UdpSocket;

class RelayingTest {
    private static final AdditionalAddressFamily AND_IPV6 = new AdditionalAddressFamily(AddressFamily.IPV6.number());

    private World world;
    private World.Endpoint peer;
    private TestClient client;

    @BeforeEach
    void start() {
        become(new World());
    }

    @Test
    void anybodyIsToldWhereItComesFrom() {
        byte[] request = StunMessage.bindingRequest(client.id()).encode();
        assertEquals(client.address(), client.exchange(request).attribute(XorMappedAddress.class).orElseThrow()
                .address());
        assertEquals(request.length + 12, client.answerBytes().length);
    }

    @Test
    void dataPassesBothWaysInIndications() {
        InetSocketAddress relay = client.allocate();
        client.permit(peer.address());
        client.sendTo(peer.address(), "hello");
        peer.send(relay, "you too");

        assertEquals(List.of("hello"), peer.received);
        assertEquals(List.of(relay), peer.sources);
        assertEquals(List.of("7000:you too"), client.received);
        assertEquals(peer.address(),
                client.indications.getFirst().attribute(XorPeerAddress.class).orElseThrow().address());
    }

    @Test
    void dataPassesBothWaysOnAChannel() {
        InetSocketAddress relay = client.allocate();
        client.bind(0x4000, peer.address());
        client.sendOn(0x4000, "hello");
        peer.send(relay, "you");

        assertEquals(List.of("hello"), peer.received);
        assertEquals(List.of("4000:you"), client.received);
        assertEquals(4 + 3, client.lengths.getLast(), "no padding in a datagram");
    }

    @Test
    void anEmptyDatagramIsOne() {
        InetSocketAddress relay = client.allocate();
        client.bind(0x4000, peer.address());
        client.sendOn(0x4000, "");
        client.sendTo(peer.address(), "");
        peer.send(relay, "");
        assertEquals(List.of("", ""), peer.received);
        assertEquals(List.of("4000:"), client.received);
    }

    @Test
    void theIpv6SideWorksAlike() {
        World.Endpoint peer6 = world.ipv6Peer();
        StunMessage allocated = client.success(Stun.ALLOCATE, UDP, AND_IPV6);
        InetSocketAddress relay6 = ((dev.sluice.ice.StunAttribute.XorRelayedAddress) allocated.attributes().get(1))
                .address();
        client.success(Stun.CREATE_PERMISSION, new XorPeerAddress(peer.address()), new XorPeerAddress(peer6.address()));
        client.bind(0x4001, peer6.address());
        client.sendTo(peer.address(), "four");
        client.sendTo(peer6.address(), "six");
        client.sendOn(0x4001, "six again");
        peer6.send(relay6, "back");

        assertEquals(List.of("four"), peer.received);
        assertEquals(List.of("six", "six again"), peer6.received);
        assertEquals(List.of(relay6, relay6), peer6.sources);
        assertEquals(List.of("4001:back"), client.received);
    }

    @Test
    void aPeerOfTheOtherFamilyIsAMismatch() {
        client.allocate();
        XorPeerAddress peer6 = new XorPeerAddress(World.address(World.PEER_IPV6, 1));
        assertEquals(443, client.error(Stun.CREATE_PERMISSION, peer6));
        assertEquals(443, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4000), peer6));
    }

    @Test
    void whatAFamilyWasPermittedGoesWithItsRelay() {
        client.success(Stun.ALLOCATE, UDP, AND_IPV6);
        client.bind(0x4000, peer.address());
        client.success(Stun.REFRESH, new Lifetime(0), new RequestedAddressFamily(1));
        client.sendOn(0x4000, "lost");
        client.sendTo(peer.address(), "lost");
        assertEquals(443, client.error(Stun.CREATE_PERMISSION, new XorPeerAddress(peer.address())));
        assertEquals(List.of(), peer.received);
        assertEquals(1, world.count(TurnOutcome.NO_CHANNEL));
        assertEquals(1, world.count(TurnOutcome.NO_PERMISSION));
    }

    @Test
    void nothingPassesWithoutPermission() {
        InetSocketAddress relay = client.allocate();
        client.sendTo(peer.address(), "out");
        client.sendOn(0x4000, "out");
        peer.send(relay, "in");
        client.sendTo(peer.address(), "out");

        assertEquals(List.of(), peer.received);
        assertEquals(List.of(), client.received);
        assertEquals(3, world.count(TurnOutcome.NO_PERMISSION));
        assertEquals(1, world.count(TurnOutcome.NO_CHANNEL));
    }

    @Test
    void aPermissionIsForAnAddressWhateverThePort() {
        InetSocketAddress relay = client.allocate();
        client.permit(World.address(World.PEER, 0));
        client.sendTo(peer.address(), "out");
        peer.send(relay, "in");
        assertEquals(List.of("out"), peer.received);
        assertEquals(List.of("7000:in"), client.received);
    }

    @Test
    void aPermissionLastsFiveMinutes() {
        InetSocketAddress relay = client.allocate();
        client.permit(peer.address());
        world.network.run(300 * SECOND - 1);
        client.sendTo(peer.address(), "out");
        peer.send(relay, "in");
        world.network.run(1);
        client.sendTo(peer.address(), "late");
        peer.send(relay, "late");

        assertEquals(List.of("out"), peer.received);
        assertEquals(List.of("7000:in"), client.received);
        client.permit(peer.address());
        client.sendTo(peer.address(), "again");
        assertEquals(List.of("out", "again"), peer.received);
    }

    @Test
    void aChannelLastsTenMinutesAndItsPermissionFive() {
        InetSocketAddress relay = client.allocate(new Lifetime(3_600));
        client.bind(0x4000, peer.address());
        world.network.run(300 * SECOND);
        client.sendOn(0x4000, "the permission is gone");
        client.permit(peer.address());
        client.sendOn(0x4000, "back");
        world.network.run(299 * SECOND);
        peer.send(relay, "a");
        world.network.run(SECOND);
        client.permit(peer.address());
        client.sendOn(0x4000, "the channel is gone");
        peer.send(relay, "b");

        assertEquals(List.of("back"), peer.received);
        assertEquals(List.of("4000:a", "7000:b"), client.received);
    }

    @Test
    void bindingAgainRefreshesChannelAndPermission() {
        client.allocate(new Lifetime(3_600));
        for (int i = 0; i < 10; i++) {
            client.bind(0x4000, peer.address());
            world.network.run(299 * SECOND);
            client.sendOn(0x4000, "still there");
        }
        assertEquals(10, peer.received.size());
    }

    @Test
    void aChannelsNumberIsInItsRange() {
        client.allocate();
        for (int number : new int[]{0, 0x3fff, 0x5000, 0x7fff, 0xffff}) {
            assertEquals(400, client.error(Stun.CHANNEL_BIND, new ChannelNumber(number),
                    new XorPeerAddress(peer.address())), Integer.toHexString(number));
        }
        client.bind(0x4fff, peer.address());
    }

    @Test
    void clientsFromBeforeRfc8656MayBeLetTakeHigherNumbers() {
        become(new World(World.settings().withLegacyChannels()));
        InetSocketAddress relay = client.allocate();
        client.bind(0x7fff, peer.address());
        client.sendOn(0x7fff, "out");
        peer.send(relay, "in");
        assertEquals(List.of("out"), peer.received);
        assertEquals(List.of("7fff:in"), client.received);
    }

    @Test
    void aChannelHasOnePeerAndAPeerOneChannel() {
        client.allocate();
        client.bind(0x4000, peer.address());
        XorPeerAddress samePeer = new XorPeerAddress(peer.address());
        XorPeerAddress otherPort = new XorPeerAddress(World.address(World.PEER, 7001));
        assertEquals(400, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4001), samePeer));
        assertEquals(400, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4000), otherPort));
        client.bind(0x4000, peer.address());
        world.network.run(599 * SECOND);
        client.refresh(600);
        world.network.run(SECOND);
        client.bind(0x4001, peer.address());
        client.success(Stun.CHANNEL_BIND, new ChannelNumber(0x4000), otherPort);
        client.sendOn(0x4001, "to 7000");
        assertEquals(List.of("to 7000"), peer.received);
    }

    @Test
    void requestsThatLackSomethingAreBad() {
        client.allocate();
        assertEquals(400, client.error(Stun.CREATE_PERMISSION));
        assertEquals(400, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4000)));
        assertEquals(400, client.error(Stun.CHANNEL_BIND, new XorPeerAddress(peer.address())));
    }

    @Test
    void permissionsAndChannelsAreBounded() {
        become(new World(World.settings().withPeers(PeerRules.PUBLIC_INTERNET)));
        client.allocate();
        for (int i = 0; i < PeerTable.MOST_PERMISSIONS; i++) {
            client.permit(World.address("8.8.8." + i, 1));
        }
        assertEquals(508, client.error(Stun.CREATE_PERMISSION, new XorPeerAddress(World.address("8.8.9.1", 1))));
        for (int i = 0; i < PeerTable.MOST_CHANNELS - 1; i++) {
            client.bind(0x4000 + i, World.address("8.8.8.8", 1_000 + i));
        }
        world.network.run(300 * SECOND);
        client.permit(World.address("8.8.9.1", 1));
        client.bind(0x4fff, World.address("8.8.9.1", 1));
        assertEquals(508, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4ffe),
                new XorPeerAddress(World.address("8.8.9.1", 2))));
        assertEquals(256, world.server.allocations().getFirst().channels());
    }

    @Test
    void manyPeersOfOnePermissionAreHeardAndForgotten() {
        InetSocketAddress relay = client.allocate();
        client.permit(peer.address());
        client.bind(0x4000, peer.address());
        for (int port = 10_000; port < 12_000; port++) {
            client.sendTo(World.address(World.PEER, port), "knock");
        }
        peer.send(relay, "still on my channel");
        client.sendOn(0x4000, "yes");
        assertEquals(List.of("4000:still on my channel"), client.received);
        assertEquals(List.of("yes"), peer.received);
        assertEquals(2_001, world.count(TurnOutcome.TO_PEER));
    }

    @Test
    void twoClientsMeetInsideThroughTheirRelays() {
        TestClient bob = world.client("bob", "builder");
        InetSocketAddress alices = client.allocate();
        InetSocketAddress bobs = bob.allocate();
        client.permit(bobs);
        bob.bind(0x4000, alices);
        client.sendTo(bobs, "hello Bob");
        bob.sendOn(0x4000, "hello Alice");

        assertEquals(List.of("4000:hello Bob"), bob.received);
        assertEquals(List.of(bobs.getPort() + ":hello Alice"), client.received);
        assertEquals(0, world.network.traffic(World.SERVER, World.SERVER).sent(), "no packet has left the server");
    }

    @Test
    void theyMeetByTheAddressThatIsAnnouncedAlsoBehindANat() {
        RelayAddress relay = new RelayAddress(World.address(World.SERVER, 0).getAddress(),
                World.address("198.51.100.200", 0).getAddress());
        become(new World(TurnSettings.of(World.REALM, World.USERS, relay)));
        TestClient bob = world.client("bob", "builder");
        InetSocketAddress alices = client.allocate();
        InetSocketAddress bobs = bob.allocate();
        assertEquals("198.51.100.200", bobs.getAddress().getHostAddress());
        client.permit(bobs);
        bob.permit(alices);
        client.sendTo(bobs, "hello");
        assertEquals(List.of(alices.getPort() + ":hello"), bob.received);
    }

    @Test
    void nothingElseIsReachedAtOurOwnAddress() throws Exception {
        TestClient bob = world.client("bob", "builder");
        InetSocketAddress bobs = bob.allocate();
        client.allocate();
        XorPeerAddress ourSsh = new XorPeerAddress(World.address(World.SERVER, 22));
        assertEquals(403, client.error(Stun.CREATE_PERMISSION, ourSsh));
        assertEquals(403, client.error(Stun.CHANNEL_BIND, new ChannelNumber(0x4000), ourSsh));

        client.permit(bobs);
        int[] knocks = {0};
        world.host.open(ourSsh.address(), (_, _, _, _, _) -> knocks[0]++);
        client.sendTo(ourSsh.address(), "let me in");
        bob.refresh(0);
        client.sendTo(bobs, "nobody there");
        assertEquals(0, knocks[0]);
        assertEquals(2, world.count(TurnOutcome.NO_PERMISSION));
    }

    @Test
    void aServiceOfThisMachineIsReachedWhenItIsNamed() throws Exception {
        InetSocketAddress announced = World.address("198.51.100.200", 10_000);
        InetSocketAddress local = World.address(World.SERVER, 10_001);
        become(new World(World.settings().withOwnPeer(announced, local)));
        List<InetSocketAddress> sources = new ArrayList<>();
        UdpSocket media = world.host.open(local, (from, _, _, _, _) -> sources.add(from));
        InetSocketAddress relay = client.allocate();
        client.bind(0x4000, announced);
        client.sendOn(0x4000, "in");
        assertEquals(List.of(relay), sources);
        media.send(relay, "back".getBytes(US_ASCII), 0, 4);
        world.network.run(0);
        assertEquals(List.of("4000:back"), client.received);

        client.permit(World.address("198.51.100.200", 0));
        client.sendTo(World.address("198.51.100.200", 22), "nothing else");
        assertEquals(403, client.error(Stun.CREATE_PERMISSION, new XorPeerAddress(local)));
        assertEquals(1, world.count(TurnOutcome.NO_PERMISSION));
    }

    @Test
    void aUsersBandwidthIsSharedByItsAllocationsAndWhatIsOverIsLost() {
        become(new World(World.settings().withLimits(TurnLimits.DEFAULT.withBytesPerSecondPerUser(10_000))));
        TestClient second = world.client();
        TestClient bob = world.client("bob", "builder");
        for (TestClient each : List.of(client, second, bob)) {
            each.allocate();
            each.bind(0x4000, peer.address());
        }
        String kilobyte = "x".repeat(1_000);
        for (int i = 0; i < 10; i++) {
            client.sendOn(0x4000, kilobyte);
            second.sendOn(0x4000, kilobyte);
        }
        assertEquals(10, peer.received.size());
        bob.sendOn(0x4000, kilobyte);
        assertEquals(11, peer.received.size());
        world.network.run(100 * MILLISECOND);
        client.sendOn(0x4000, kilobyte);
        client.sendOn(0x4000, kilobyte);
        assertEquals(12, peer.received.size());
        assertEquals(11, world.count(TurnOutcome.OVER_BANDWIDTH));
    }

    @Test
    void brokenAndForeignIndicationsAreCountedAndDropped() {
        client.allocate();
        client.permit(peer.address());
        XorPeerAddress to = new XorPeerAddress(peer.address());
        Data data = new Data(new byte[]{1});
        client.send(indication(Stun.SEND, to));
        client.send(indication(Stun.SEND, data));
        client.send(indication(Stun.SEND, to, data, new Unknown(0x7abc, new byte[4])));
        assertEquals(3, world.count(TurnOutcome.MALFORMED));
        client.send(indication(Stun.DATA, to, data));
        client.send(indication(Stun.BINDING));
        assertEquals(2, world.count(TurnOutcome.IGNORED));
        client.send(indication(Stun.SEND, to, data, new DontFragment()));
        assertEquals(1, world.count(TurnOutcome.NOT_SENT), "these sockets cannot promise it");
        client.send(indication(Stun.SEND, new Unknown(0xc057, new byte[4]), to, data));
        assertEquals(1, peer.received.size());
    }

    @Test
    void dataFromWhoHasNoAllocationIsDropped() {
        client.sendTo(peer.address(), "x");
        client.sendOn(0x4000, "x");
        assertEquals(2, world.count(TurnOutcome.NO_ALLOCATION));
        assertEquals(0, client.lengths.size());
    }

    @Test
    void tellsWhatHasBeenRelayedForWhom() {
        InetSocketAddress relay = client.allocate();
        client.bind(0x4000, peer.address());
        client.sendOn(0x4000, "12345");
        peer.send(relay, "123");
        assertEquals(List.of(new TurnAllocation(client.address(), false, "alice", List.of(relay), 1, 1, 5, 3)),
                world.server.allocations());
        assertEquals(5, world.server.counters().bytesToPeers());
        assertEquals(3, world.server.counters().bytesToClients());
        assertTrue(world.server.counters().asMap().get(TurnOutcome.SUCCESS) == 2);
    }

    private byte[] indication(int method, dev.sluice.ice.StunAttribute... attributes) {
        return new StunMessage(StunClass.INDICATION, method, client.id(), List.of(attributes)).encode();
    }

    private void become(World other) {
        world = other;
        peer = world.peer();
        client = world.client();
    }
}
