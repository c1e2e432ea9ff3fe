package dev.sluice.ice.turn;

import static dev.sluice.ice.turn.TestClient.UDP;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.AddressErrorCode;
import dev.sluice.ice.StunAttribute.DontFragment;
import dev.sluice.ice.StunAttribute.EvenPort;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.RequestedTransport;
import dev.sluice.ice.StunAttribute.ReservationToken;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;

class AllocateTest {
    private static final RequestedAddressFamily IPV4 = new RequestedAddressFamily(AddressFamily.IPV4.number());
    private static final RequestedAddressFamily IPV6 = new RequestedAddressFamily(AddressFamily.IPV6.number());
    private static final AdditionalAddressFamily AND_IPV6 = new AdditionalAddressFamily(AddressFamily.IPV6.number());
    private static final int LISTENERS = 2;

    private World world = new World();
    private TestClient client = world.client();

    @Test
    void tellsTheRelaysAddressTheClientsOwnAndForHowLong() {
        StunMessage allocated = client.success(Stun.ALLOCATE, UDP);

        InetSocketAddress relay = allocated.attribute(XorRelayedAddress.class).orElseThrow().address();
        assertEquals(World.SERVER, relay.getAddress().getHostAddress());
        assertTrue(relay.getPort() >= 49_152);
        assertEquals(client.address(), allocated.attribute(XorMappedAddress.class).orElseThrow().address());
        assertEquals(600, allocated.attribute(Lifetime.class).orElseThrow().seconds());
        assertEquals(LISTENERS + 1, world.host.openSockets());
    }

    @Test
    void aRepeatedRequestIsAnsweredAsBeforeAndAnotherOneIsAMismatch() {
        client.allocate();
        byte[] request = client.signed(client.id(), Stun.REFRESH, new Lifetime(0));
        client.exchange(request);
        byte[] allocate = client.signed(new TransactionId(1, 2), Stun.ALLOCATE, UDP);
        client.exchange(allocate);
        byte[] first = client.answerBytes();

        client.exchange(allocate);
        assertArrayEquals(first, client.answerBytes());
        assertEquals(LISTENERS + 1, world.host.openSockets());
        assertEquals(437, client.error(Stun.ALLOCATE, UDP));
    }

    @Test
    void whatNeedsAnAllocationIsAMismatchWithoutOne() {
        assertEquals(437, client.error(Stun.REFRESH));
        assertEquals(437, client.error(Stun.CREATE_PERMISSION));
        assertEquals(437, client.error(Stun.CHANNEL_BIND));
    }

    @Test
    void relaysUdpAndNothingElse() {
        assertEquals(400, client.error(Stun.ALLOCATE));
        assertEquals(442, client.error(Stun.ALLOCATE, new RequestedTransport(6)));
    }

    @Test
    void givesAnIpv6RelayOnRequest() {
        InetSocketAddress relay = client.allocate(IPV6);
        assertTrue(relay.getAddress() instanceof Inet6Address);
    }

    @Test
    void givesBothFamiliesAtOnce() {
        StunMessage allocated = client.success(Stun.ALLOCATE, UDP, AND_IPV6);
        assertEquals(List.of(4, 16), relays(allocated).map(relay -> relay.getAddress().getAddress().length).toList());
        assertEquals(LISTENERS + 2, world.host.openSockets());
    }

    @Test
    void ofTwoFamiliesTheMissingOneIsAnsweredWithTheReason() {
        become(new World(TurnSettings.of(World.REALM, World.USERS, World.relay(World.SERVER))));
        StunMessage allocated = client.success(Stun.ALLOCATE, UDP, AND_IPV6);
        assertEquals(1, relays(allocated).count());
        assertEquals(new AddressErrorCode(2, 440, ""), allocated.attribute(AddressErrorCode.class).orElseThrow());
    }

    @Test
    void aFamilyThatThereIsNotIsRefused() {
        assertEquals(440, client.error(Stun.ALLOCATE, UDP, new RequestedAddressFamily(3)));
        become(new World(TurnSettings.of(World.REALM, World.USERS, World.relay(World.SERVER))));
        assertEquals(440, client.error(Stun.ALLOCATE, UDP, IPV6));
        become(new World(TurnSettings.of(World.REALM, World.USERS, World.relay(World.SERVER_IPV6))));
        assertEquals(440, client.error(Stun.ALLOCATE, UDP));
        assertEquals(1, relays(client.success(Stun.ALLOCATE, UDP, AND_IPV6)).count());
    }

    @Test
    void wishesThatContradictEachOtherAreBad() {
        ReservationToken token = new ReservationToken(7);
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, token, new EvenPort(false)));
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, token, IPV4));
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, token, AND_IPV6));
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, IPV4, AND_IPV6));
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, new EvenPort(true), AND_IPV6));
        assertEquals(400, client.error(Stun.ALLOCATE, UDP, new AdditionalAddressFamily(1)));
        assertEquals(LISTENERS, world.host.openSockets());
    }

    @Test
    void anEvenPortIsEven() {
        for (int i = 0; i < 12; i++) {
            assertEquals(0, world.client().allocate(new EvenPort(false)).getPort() % 2);
        }
    }

    @Test
    void theNextPortIsKeptForWhoHasTheToken() {
        StunMessage first = client.success(Stun.ALLOCATE, UDP, new EvenPort(true));
        ReservationToken token = first.attribute(ReservationToken.class).orElseThrow();
        assertEquals(508, world.client("bob", "builder").error(Stun.ALLOCATE, UDP, token));

        InetSocketAddress second = world.client().allocate(token);
        assertEquals(relays(first).findFirst().orElseThrow().getPort() + 1, second.getPort());
        assertEquals(508, world.client().error(Stun.ALLOCATE, UDP, token));
    }

    @Test
    void aReservedPortIsKeptForThirtySeconds() {
        ReservationToken token = client.success(Stun.ALLOCATE, UDP, new EvenPort(true))
                .attribute(ReservationToken.class).orElseThrow();
        world.network.run(30 * SECOND - 1);
        assertEquals(LISTENERS + 2, world.host.openSockets());
        world.network.run(1);
        assertEquals(LISTENERS + 1, world.host.openSockets());
        assertEquals(508, world.client().error(Stun.ALLOCATE, UDP, token));
    }

    @Test
    void dontFragmentIsNotUnderstoodWhereSocketsCannotDoIt() {
        StunMessage refused = client.request(Stun.ALLOCATE, UDP, new DontFragment());
        assertEquals(420, TestClient.code(refused));
        assertEquals(List.of(0x001a), refused.attribute(UnknownAttributes.class).orElseThrow().types());
        assertEquals(LISTENERS, world.host.openSockets());
    }

    @Test
    void livesAtLeastTenMinutesAndAnHourAtMost() {
        assertEquals(600, lifetimeOf(new Lifetime(1)));
        assertEquals(1_000, lifetimeOf(new Lifetime(1_000)));
        assertEquals(3_600, lifetimeOf(new Lifetime(0xffff_ffffL)));
    }

    @Test
    void endsWhenItIsNotRefreshed() {
        client.allocate();
        world.network.run(600 * SECOND - 1);
        assertEquals(LISTENERS + 1, world.host.openSockets());
        world.network.run(1);
        assertEquals(LISTENERS, world.host.openSockets());
        assertEquals(437, client.error(Stun.REFRESH));
        assertEquals(0, world.host.pendingTimers());
    }

    @Test
    void livesOnFromItsRefresh() {
        client.allocate();
        world.network.run(599 * SECOND);
        assertEquals(600, client.refresh(1));
        world.network.run(599 * SECOND);
        assertEquals(3_600, client.refresh(5_000));
        client.nonce = null;
        world.network.run(3_599 * SECOND);
        assertEquals(LISTENERS + 1, world.host.openSockets());
    }

    @Test
    void aLifetimeOfZeroEndsItAtOnceAndAgain() {
        client.allocate();
        byte[] end = client.signed(client.id(), Stun.REFRESH, new Lifetime(0));
        assertEquals(0, client.exchange(end).attribute(Lifetime.class).orElseThrow().seconds());
        assertEquals(LISTENERS, world.host.openSockets());
        assertEquals(437, TestClient.code(client.exchange(end)));
        assertNotEquals(0, client.allocate().getPort());
    }

    @Test
    void oneOfTwoFamiliesCanBeGivenBack() {
        client.success(Stun.ALLOCATE, UDP, AND_IPV6);
        client.success(Stun.REFRESH, new Lifetime(0), IPV4);
        assertEquals(LISTENERS + 1, world.host.openSockets());
        assertEquals(443, client.error(Stun.REFRESH, IPV4));
        assertEquals(600, client.success(Stun.REFRESH, IPV6).attribute(Lifetime.class).orElseThrow().seconds());
        client.success(Stun.REFRESH, new Lifetime(0), IPV6);
        assertEquals(LISTENERS, world.host.openSockets());
    }

    @Test
    void oneUserHasTwelveAndTheThirteenthIsRefused() {
        for (int i = 0; i < 12; i++) {
            world.client().allocate();
        }
        assertEquals(486, client.error(Stun.ALLOCATE, UDP));
        world.client("bob", "builder").allocate();
    }

    @Test
    void allUsersTogetherHaveSoManyAndNoMore() {
        become(new World(World.settings().withLimits(TurnLimits.DEFAULT.withAllocations(2))));
        client.allocate();
        TestClient second = world.client("bob", "builder");
        second.allocate();
        assertEquals(508, world.client().error(Stun.ALLOCATE, UDP));
        second.refresh(0);
        world.client().allocate();
    }

    @Test
    void portsThatHaveRunOutAreNoCapacity() {
        become(new World(World.settings().withPorts(50_001, 50_003)));
        for (int i = 0; i < 3; i++) {
            world.client().allocate();
        }
        assertEquals(508, client.error(Stun.ALLOCATE, UDP));
        assertEquals(508, client.error(Stun.ALLOCATE, UDP, new EvenPort(true)));
        assertEquals(LISTENERS + 3, world.host.openSockets());
    }

    @Test
    void aClosedServerLeavesNothingOpen() {
        client.success(Stun.ALLOCATE, UDP, new EvenPort(true));
        world.client().connect().allocate();
        world.server.close();
        assertEquals(0, world.host.openSockets() + world.host.pendingTimers());
    }

    private long lifetimeOf(Lifetime wish) {
        return world.client().success(Stun.ALLOCATE, UDP, wish).attribute(Lifetime.class).orElseThrow().seconds();
    }

    private static java.util.stream.Stream<InetSocketAddress> relays(StunMessage allocated) {
        return allocated.attributes().stream().filter(XorRelayedAddress.class::isInstance)
                .map(relay -> ((XorRelayedAddress) relay).address());
    }

    private void become(World other) {
        world = other;
        client = other.client();
    }
}
