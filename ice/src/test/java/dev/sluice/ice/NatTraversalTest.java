package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.testkit.Fate;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.Nat;
import dev.sluice.testkit.NatProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;

/// Two of our agents, each behind a NAT, with our STUN and TURN server between them.
class NatTraversalTest {
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(20 * MILLISECOND);
    private static final String ALICES_NAT = "203.0.113.1";
    private static final String BOBS_NAT = "203.0.113.2";
    /// Behind both NATs, so that each finds somebody else (itself) where the other's host candidate is.
    private static final String INSIDE = "10.0.0.2";

    enum Kind {
        FULL_CONE(NatProfile.FULL_CONE), ADDRESS_RESTRICTED(NatProfile.ADDRESS_RESTRICTED), PORT_RESTRICTED(
                NatProfile.PORT_RESTRICTED), SYMMETRIC(NatProfile.SYMMETRIC), UDP_BLOCKED(NatProfile.UDP_BLOCKED);

        final NatProfile profile;

        Kind(NatProfile profile) {
            this.profile = profile;
        }
    }

    private final SimulatedNetwork network = new SimulatedNetwork(7);
    private final TurnHost turn = new TurnHost(network);
    private Nat alicesNat;
    private Nat bobsNat;
    private Peer alice;
    private Peer bob;

    NatTraversalTest() {
        network.link(LINK);
    }

    static Stream<Arguments> pairsOfNats() {
        return Stream.of(Kind.values()).flatMap(a -> Stream.of(Kind.values()).map(b -> Arguments.of(a, b)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfNats")
    void connectsDirectlyWhereTheoryAllowsAndByTurnOtherwise(Kind alices, Kind bobs) {
        meet(alices, bobs);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        talkBothWays();
        network.run(120 * SECOND);
        talkBothWays();

        assertEquals(canBeDirect(alices, bobs), isDirect(alice), alice.agent.selectedPair() + "\n" + network);
        assertEquals(canBeDirect(alices, bobs), isDirect(bob), bob.agent.selectedPair() + "\n" + network);
    }

    /// What is known before a packet is sent from a port restricted NAT to a symmetric one is the wrong port, and the other way round nothing comes in.
    private static boolean canBeDirect(Kind a, Kind b) {
        Set<Kind> both = Set.copyOf(List.of(a, b));
        boolean blocked = both.contains(Kind.UDP_BLOCKED);
        boolean hopeless = both.equals(Set.of(Kind.SYMMETRIC))
                || both.equals(Set.of(Kind.SYMMETRIC, Kind.PORT_RESTRICTED));
        return !blocked && !hopeless;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoMayUseRelaysOnlyTellsNoOtherAddressAndConnects(Kind kind) {
        meet(kind, Kind.PORT_RESTRICTED, settings -> settings.withPolicy(IceTransportPolicy.RELAY));
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        talkBothWays();

        assertFalse(isDirect(alice));
        for (IceCandidate candidate : alice.candidates) {
            assertEquals(IceCandidateType.RELAYED, candidate.type());
            assertEquals("0.0.0.0", candidate.related().getAddress().getHostAddress());
        }
    }

    @Test
    void twoThatMayUseRelaysOnlyMeetOnTheSameServer() {
        meet(Kind.FULL_CONE, Kind.SYMMETRIC);
        IceSettings relays = settings(bobsNat.host(INSIDE)).withPolicy(IceTransportPolicy.RELAY);
        alice = peer(alicesNat.host(INSIDE), true, relays);
        bob = peer(bobsNat.host(INSIDE), false, relays);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        talkBothWays();
        assertEquals(0, network.traffic(ALICES_NAT, BOBS_NAT).sent());
    }

    @Test
    void aPeerThatHasIpv6OnlyIsReachedThroughTheRelayOfItsFamily() {
        SimulatedNetwork both = new SimulatedNetwork(7);
        TurnHost server = new TurnHost(both, "2001:db8::1");
        SimulatedHost ipv4 = both.nat(ALICES_NAT, NatProfile.SYMMETRIC).host(INSIDE);
        SimulatedHost ipv6 = both.host("2001:db8::2");
        alice = new Peer(FullIceAgent.factory(IceSettings.hosts(ipv4.at(0)).withServers(server.udp())), ipv4,
                both.random("a"), true);
        bob = new Peer(HostIceAgent.factory(ipv6.at(0)), ipv6, both.random("b"), false);
        Peer.connect(alice, bob);
        both.runUntil(this::areConnected, 10 * SECOND);
        alice.say("hello");
        both.run(SECOND);
        assertEquals(List.of("hello"), bob.packets);
        assertEquals("2001:db8:0:0:0:0:0:1",
                alice.agent.selectedPair().orElseThrow().local().address().getAddress().getHostAddress());
    }

    @Test
    void gatheringTakesASecondAndWaitsForNobodyLongerThanTen() {
        meet(Kind.FULL_CONE, Kind.UDP_BLOCKED);
        alice.agent.gather();
        bob.agent.gather();
        network.runUntil(() -> alice.gathered, SECOND);
        network.runUntil(() -> bob.gathered, 10 * SECOND);
        assertEquals(List.of(IceCandidateType.HOST, IceCandidateType.SERVER_REFLEXIVE, IceCandidateType.RELAYED,
                IceCandidateType.RELAYED), alice.candidates.stream().map(IceCandidate::type).toList());
        assertEquals(List.of(IceCandidateType.HOST, IceCandidateType.RELAYED),
                bob.candidates.stream().map(IceCandidate::type).toList());
    }

    @Test
    void onAnOpenNetworkNobodyHasAReflexiveCandidate() {
        SimulatedHost open = network.host("203.0.113.9");
        Peer peer = peer(open, true, IceSettings.hosts(open.at(0)).withServers(turn.stun()));
        peer.agent.gather();
        network.run(SECOND);
        assertTrue(peer.gathered);
        assertEquals(1, peer.candidates.size());
    }

    @Test
    void prioritiesFoundationsAndRelatedAddressesAreAsTheRfcWantsThem() {
        meet(Kind.FULL_CONE, Kind.FULL_CONE);
        alice.agent.gather();
        network.run(SECOND);
        IceCandidate host = alice.candidates.get(0);
        IceCandidate reflexive = alice.candidates.get(1);
        IceCandidate relayedOverUdp = alice.candidates.get(2);
        IceCandidate relayedOverTcp = alice.candidates.get(3);

        assertTrue(host.priority() > reflexive.priority());
        assertTrue(reflexive.priority() > relayedOverUdp.priority());
        assertTrue(relayedOverUdp.priority() > relayedOverTcp.priority());
        assertEquals(host.address(), reflexive.related());
        assertEquals(reflexive.address(), relayedOverUdp.related());
        assertEquals(ALICES_NAT, relayedOverTcp.related().getAddress().getHostAddress());
        assertNotEquals(host.foundation(), reflexive.foundation());
    }

    @Test
    void aControlledPeerWhoseNatHasBeenRestartedIsHeardAgainAndHears() {
        comeBackAfter(() -> bobsNat.rebind(), 10 * SECOND);
    }

    @Test
    void aControllingPeerWhoseNatHasBeenRestartedIsHeardAgainAndHears() {
        comeBackAfter(() -> alicesNat.rebind(), 7 * SECOND);
    }

    @Test
    void aNatMayMoveToAnotherAddressInMidCall() {
        comeBackAfter(() -> bobsNat.rebind("203.0.113.99"), 10 * SECOND);
        assertEquals("203.0.113.99",
                alice.agent.selectedPair().orElseThrow().remote().address().getAddress().getHostAddress());
    }

    @Test
    void fiftyRestartsOfANatAreSurvivedLikeOne() {
        meet(Kind.FULL_CONE, Kind.FULL_CONE);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        for (int i = 0; i < 50; i++) {
            bobsNat.rebind();
            network.run(20 * SECOND);
            talkBothWays();
        }
        assertTrue(alice.agent.pairStats().size() <= CheckList.MOST_PAIRS);
    }

    @Test
    void aCallThroughARelayLastsForHoursOnOneAllocation() {
        meet(Kind.SYMMETRIC, Kind.SYMMETRIC);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        int allocations = turn.allocations().size();
        for (int minute = 0; minute < 150; minute++) {
            talkBothWays();
            network.run(60 * SECOND);
        }
        assertEquals(allocations, turn.allocations().size());
        assertFalse(alice.states.contains(IceState.DISCONNECTED) || bob.states.contains(IceState.DISCONNECTED));
    }

    @Test
    void mediaTakesAChannelSoonAndCostsFourBytesThen() {
        meet(Kind.SYMMETRIC, Kind.FULL_CONE,
                settings -> settings.withServers(turn.udp()).withPolicy(IceTransportPolicy.RELAY));
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        talkBothWays();
        List<Integer> lengths = new ArrayList<>();
        network.tap((_, fate, from, _, bytes) -> {
            boolean channelData = fate == Fate.SENT && bytes[0] == 0x40;
            if (channelData && from.getAddress().getHostAddress().equals(ALICES_NAT)) {
                lengths.add(bytes.length);
            }
        });
        alice.say("hello");
        network.run(SECOND);
        assertEquals(List.of(4 + 2 + "hello".length()), lengths);
    }

    @Test
    void closingGivesAllAllocationsBack() {
        meet(Kind.SYMMETRIC, Kind.UDP_BLOCKED);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        network.run(SECOND);
        assertEquals(3, turn.allocations().size());
        alice.agent.close();
        bob.agent.close();
        network.run(SECOND);
        assertEquals(0, turn.allocations().size());
    }

    @Test
    void aTurnServerThatGoesAwayLeavesDirectPathsAlone() {
        meet(Kind.FULL_CONE, Kind.FULL_CONE);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        turn.server.close();
        network.run(1200 * SECOND);
        talkBothWays();
        assertTrue(alice.agent.pairStats().stream()
                .allMatch(stats -> stats.pair().local().type() != IceCandidateType.RELAYED));
    }

    @Test
    void aRestartAfterTheTurnServerCameBackHasARelayAgain() {
        meet(Kind.SYMMETRIC, Kind.SYMMETRIC);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        turn.server.close();
        network.runUntil(() -> alice.state == IceState.FAILED && bob.state == IceState.FAILED, 60 * SECOND);
        network.run(1200 * SECOND);
        turn.reopen();
        ((FullIceAgent) alice.agent).restart(true);
        ((FullIceAgent) bob.agent).restart(false);
        alice.agent.remote(bob.agent.localCredentials(), false);
        bob.agent.remote(alice.agent.localCredentials(), false);
        alice.agent.gather();
        bob.agent.gather();
        network.runUntil(this::areConnected, 10 * SECOND);
        talkBothWays();
    }

    @Test
    void whatComesBetweenARestartAndItsGatheringIsPairedOnce() {
        meet(Kind.SYMMETRIC, Kind.SYMMETRIC);
        alice.agent.gather();
        network.run(60 * MILLISECOND);
        ((FullIceAgent) alice.agent).restart(true);
        network.run(5 * SECOND);
        alice.candidates.clear();
        Peer.trickle(alice, bob);
        bob.agent.gather();
        alice.agent.gather();
        alice.agent.remote(bob.agent.localCredentials(), false);
        bob.agent.remote(alice.agent.localCredentials(), false);
        network.runUntil(this::areConnected, 10 * SECOND);
        List<IceCandidatePair> pairs = alice.agent.pairStats().stream().map(IcePairStats::pair).toList();
        assertEquals(pairs.stream().distinct().count(), pairs.size());
        assertEquals(4, alice.candidates.size());
        talkBothWays();
    }

    @Test
    void closingWhileServersAreStillToBeAskedIsQuiet() {
        meet(Kind.FULL_CONE, Kind.FULL_CONE);
        alice.agent.gather();
        network.run(20 * MILLISECOND);
        alice.agent.close();
        network.run(60 * SECOND);
        assertFalse(alice.gathered);
        assertEquals(0, alicesNat.host(INSIDE).openSockets());
        assertEquals(0, alicesNat.host(INSIDE).pendingTimers());
    }

    @Test
    void aRestartKeepsTheRelay() {
        meet(Kind.SYMMETRIC, Kind.SYMMETRIC);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        network.run(SECOND);
        List<IceCandidate> before = relays(alice);
        int allocations = turn.allocations().size();
        alice.candidates.clear();
        ((FullIceAgent) alice.agent).restart(true);
        alice.agent.gather();
        network.run(SECOND);
        assertEquals(before, relays(alice));
        assertEquals(allocations, turn.allocations().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void thirtyPerCentLossEachWayAndBothWantToControl(long seed) {
        SimulatedNetwork bad = new SimulatedNetwork(seed);
        TurnHost server = new TurnHost(bad);
        bad.link(LINK.withLoss(0.3).withDuplicate(0.1).withReorder(0.2, 300 * MILLISECOND));
        List<Kind> kinds = List.of(Kind.values());
        SimulatedHost a = bad.nat(ALICES_NAT, kinds.get((int) (seed % 5)).profile).host(INSIDE);
        SimulatedHost b = bad.nat(BOBS_NAT, kinds.get((int) (seed / 5 % 5)).profile).host(INSIDE);
        alice = new Peer(FullIceAgent.factory(IceSettings.hosts(a.at(0)).withServers(server.stun(), server.udp(),
                server.tcp())), a, bad.random("a"), true);
        bob = new Peer(FullIceAgent.factory(IceSettings.hosts(b.at(0)).withServers(server.stun(), server.udp(),
                server.tcp())), b, bad.random("b"), true);
        Peer.connect(alice, bob);
        bad.runUntil(this::areConnected, 60 * SECOND);
        bad.link(LINK.withLoss(0.1).withReorder(0.2, 300 * MILLISECOND));
        bad.run(300 * SECOND);
        assertFalse(alice.states.contains(IceState.FAILED) || bob.states.contains(IceState.FAILED));
        IceCandidatePair alices = alice.agent.selectedPair().orElseThrow();
        IceCandidatePair bobs = bob.agent.selectedPair().orElseThrow();
        assertEquals(alices.local().address(), bobs.remote().address(), "both speak of the same pair");
        assertEquals(alices.remote().address(), bobs.local().address());
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "UDP_BLOCKED", mode = EnumSource.Mode.EXCLUDE)
    void reachesALiteServerFromBehindEveryNatThatLetsUdpOut(Kind kind) {
        meet(kind, Kind.FULL_CONE);
        LiteHost lite = new LiteHost(network.host("203.0.113.50"), network.random("lite"),
                network.host("203.0.113.50").at(10_000));
        alice.agent.gather();
        lite.serve(alice);
        network.runUntil(alice::isConnected, 5 * SECOND);
        assertTrue(isDirect(alice));
        alicesNat.rebind();
        network.run(7 * SECOND);
        alice.say("echo");
        network.run(SECOND);
        assertEquals(List.of("echo"), alice.packets);
    }

    @Test
    void reachesALiteServerThroughTcpTurnWhereUdpIsBlocked() {
        meet(Kind.UDP_BLOCKED, Kind.FULL_CONE);
        LiteHost lite = new LiteHost(network.host("203.0.113.50"), network.random("lite"),
                network.host("203.0.113.50").at(10_000));
        alice.agent.gather();
        lite.serve(alice);
        network.runUntil(alice::isConnected, 5 * SECOND);
        alice.say("echo");
        network.run(SECOND);
        assertEquals(List.of("echo"), alice.packets);
    }

    @Test
    void twoBehindOneNatMeetInside() {
        meet(Kind.PORT_RESTRICTED, Kind.PORT_RESTRICTED);
        bob = peer(alicesNat.host("10.0.0.3"), false, settings(alicesNat.host("10.0.0.3")));
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        assertEquals(IceCandidateType.HOST, alice.agent.selectedPair().orElseThrow().remote().type());
    }

    @Test
    void aShortMappingIsKeptOpenByConsentChecks() {
        alicesNat = network.nat(ALICES_NAT, NatProfile.PORT_RESTRICTED.withTimeout(20 * SECOND));
        bobsNat = network.nat(BOBS_NAT, NatProfile.PORT_RESTRICTED.withTimeout(20 * SECOND));
        alice = peer(alicesNat.host(INSIDE), true, settings(alicesNat.host(INSIDE)));
        bob = peer(bobsNat.host(INSIDE), false, settings(bobsNat.host(INSIDE)));
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        IceCandidatePair pair = alice.agent.selectedPair().orElseThrow();
        network.run(3600 * SECOND);
        assertEquals(pair, alice.agent.selectedPair().orElseThrow());
        assertFalse(alice.states.contains(IceState.DISCONNECTED));
        talkBothWays();
    }

    private static List<IceCandidate> relays(Peer peer) {
        return peer.candidates.stream().filter(candidate -> candidate.type() == IceCandidateType.RELAYED).toList();
    }

    private void comeBackAfter(Runnable mishap, long limit) {
        meet(Kind.FULL_CONE, Kind.FULL_CONE);
        Peer.connect(alice, bob);
        network.runUntil(this::areConnected, 10 * SECOND);
        network.run(60 * SECOND);
        mishap.run();
        int heardByAlice = alice.packets.size();
        int heardByBob = bob.packets.size();
        network.runUntil(() -> {
            alice.say("still there?");
            bob.say("yes");
            network.run(20 * MILLISECOND);
            return alice.packets.size() > heardByAlice && bob.packets.size() > heardByBob;
        }, limit);
        network.run(120 * SECOND);
        talkBothWays();
        assertFalse(alice.states.contains(IceState.FAILED) || bob.states.contains(IceState.FAILED));
    }

    private void meet(Kind alices, Kind bobs) {
        meet(alices, bobs, settings -> settings);
    }

    private void meet(Kind alices, Kind bobs, UnaryOperator<IceSettings> change) {
        alicesNat = network.nat(ALICES_NAT, alices.profile);
        bobsNat = network.nat(BOBS_NAT, bobs.profile);
        alice = peer(alicesNat.host(INSIDE), true, change.apply(settings(alicesNat.host(INSIDE))));
        bob = peer(bobsNat.host(INSIDE), false, settings(bobsNat.host(INSIDE)));
    }

    private IceSettings settings(SimulatedHost host) {
        return IceSettings.hosts(host.at(0)).withServers(turn.stun(), turn.udp(), turn.tcp());
    }

    private Peer peer(SimulatedHost host, boolean controlling, IceSettings settings) {
        return new Peer(FullIceAgent.factory(settings), host, network.random("peer " + controlling), controlling);
    }

    private boolean areConnected() {
        return alice.isConnected() && bob.isConnected();
    }

    private boolean isDirect(Peer peer) {
        IceCandidatePair pair = peer.agent.selectedPair().orElseThrow();
        List<String> addresses = new ArrayList<>();
        addresses.add(pair.local().address().getAddress().getHostAddress());
        addresses.add(pair.remote().address().getAddress().getHostAddress());
        return !addresses.contains(TurnHost.ADDRESS);
    }

    private void talkBothWays() {
        alice.packets.clear();
        bob.packets.clear();
        for (int i = 0; i < 3; i++) {
            alice.say("hello " + i);
            bob.say("hi " + i);
            network.run(200 * MILLISECOND);
        }
        assertEquals(List.of("hello 0", "hello 1", "hello 2"), bob.packets);
        assertEquals(List.of("hi 0", "hi 1", "hi 2"), alice.packets);
    }
}
