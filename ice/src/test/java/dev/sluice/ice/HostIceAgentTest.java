package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.testkit.Fate;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.UdpLoop.UdpSocket;

class HostIceAgentTest {
    private static final String ALICE = "192.0.2.1";
    private static final String ALICE_TOO = "192.0.2.101";
    private static final String BOB = "192.0.2.2";
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(20 * MILLISECOND);

    private final SimulatedNetwork network = new SimulatedNetwork(42);
    private final SimulatedHost aliceHost = network.host(ALICE);
    private final SimulatedHost bobHost = network.host(BOB);
    private final Peer alice = peer(aliceHost, true, aliceHost.at(0));
    private final Peer bob = peer(bobHost, false, bobHost.at(0));

    HostIceAgentTest() {
        network.link(LINK);
    }

    @Test
    void twoAgentsConnectAndTalk() {
        Peer.connect(alice, bob);
        runUntilConnected();

        alice.say("hello");
        bob.say("hi");
        network.run(SECOND);

        assertEquals(List.of("hello"), bob.packets);
        assertEquals(List.of("hi"), alice.packets);
        assertEquals(List.of(IceState.CHECKING, IceState.COMPLETED), alice.states);
        assertEquals(new IceCandidatePair(alice.candidates.getFirst(), bob.candidates.getFirst()),
                alice.agent.selectedPair().orElseThrow());
        assertEquals(new IceCandidatePair(bob.candidates.getFirst(), alice.candidates.getFirst()),
                bob.agent.selectedPair().orElseThrow());
    }

    @Test
    void aCleanConnectionTakesTwoRoundTrips() {
        Peer.connect(alice, bob);
        runUntilConnected();
        assertTrue(network.now() <= 2 * 40 * MILLISECOND + CheckClient.TA, "took " + network.now());
    }

    @Test
    void worksOverIpv6() {
        SimulatedHost a = network.host("2001:db8::1");
        SimulatedHost b = network.host("2001:db8::2");
        Peer one = peer(a, true, a.at(0));
        Peer two = peer(b, false, b.at(0));
        Peer.connect(one, two);
        network.runUntil(() -> one.isConnected() && two.isConnected(), 10 * SECOND);
        assertEquals(two.candidates.getFirst(), one.agent.selectedPair().orElseThrow().remote());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void connectsAndStaysConnectedOverABadLink(long seed) {
        SimulatedNetwork bad = new SimulatedNetwork(seed);
        bad.link(LINK.withLoss(0.3).withDuplicate(0.1).withReorder(0.2, 300 * MILLISECOND));
        SimulatedHost a = bad.host(ALICE);
        SimulatedHost b = bad.host(BOB);
        Peer one = new Peer(HostIceAgent.factory(a.at(0)), a, bad.random("a"), seed % 2 == 0);
        Peer two = new Peer(HostIceAgent.factory(b.at(0)), b, bad.random("b"), seed % 3 == 0);
        Peer.connect(one, two);
        bad.runUntil(() -> one.isConnected() && two.isConnected(), 40 * SECOND);
        bad.link(LINK.withLoss(0.1).withReorder(0.2, 300 * MILLISECOND));
        bad.run(300 * SECOND);
        assertTrue(one.agent.selectedPair().isPresent() && two.agent.selectedPair().isPresent());
        assertFalse(one.states.contains(IceState.FAILED) || two.states.contains(IceState.FAILED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenBothClaimTheSameRoleOneGivesWay(boolean role) {
        Peer carol = peer(network.host("192.0.2.3"), role, network.host("192.0.2.3").at(0));
        Peer dave = peer(network.host("192.0.2.4"), role, network.host("192.0.2.4").at(0));
        Peer.connect(carol, dave);
        network.runUntil(() -> carol.isConnected() && dave.isConnected(), 10 * SECOND);
        assertEquals(1, conflicts(carol) + conflicts(dave));
    }

    @Test
    void aPeerWhoseCandidatesNobodyToldUsIsFoundByItsChecks() {
        alice.agent.gather();
        bob.agent.gather();
        alice.agent.remote(bob.agent.localCredentials(), false);
        bob.agent.remote(alice.agent.localCredentials(), false);
        alice.agent.addRemoteCandidate(bob.candidates.getFirst());
        runUntilConnected();
        assertEquals(IceCandidateType.PEER_REFLEXIVE, bob.agent.selectedPair().orElseThrow().remote().type());
    }

    @Test
    void candidatesMayTrickleInLongAfterTheCredentials() {
        alice.agent.gather();
        bob.agent.gather();
        alice.agent.remote(bob.agent.localCredentials(), false);
        network.run(60 * SECOND);
        assertEquals(IceState.NEW, alice.state);
        bob.agent.remote(alice.agent.localCredentials(), false);
        bob.agent.addRemoteCandidate(alice.candidates.getFirst());
        runUntilConnected();
        assertEquals(IceState.CONNECTED, bob.state);
        bob.agent.endOfRemoteCandidates();
        assertEquals(IceState.COMPLETED, bob.state);
    }

    @Test
    void checksThatArriveBeforeTheAnswerAreAnsweredAndTriggeredLater() {
        alice.agent.gather();
        bob.agent.gather();
        bob.agent.remote(alice.agent.localCredentials(), false);
        bob.agent.addRemoteCandidate(alice.candidates.getFirst());
        network.run(SECOND);
        assertFalse(alice.isConnected());
        alice.agent.remote(bob.agent.localCredentials(), false);
        runUntilConnected();
    }

    @Test
    void takesTheOtherPathWhenTheBetterOneIsDead() {
        network.host(ALICE, ALICE_TOO);
        Peer multihomed = new Peer(HostIceAgent.factory(at(ALICE, 0), at(ALICE_TOO, 0)), aliceHost,
                network.random("m"), true);
        network.link(ALICE, BOB, LINK.withLoss(1));
        Peer.connect(multihomed, bob);
        network.runUntil(() -> multihomed.isConnected() && bob.isConnected(), 10 * SECOND);
        assertEquals(ALICE_TOO, multihomed.agent.selectedPair().orElseThrow().local().address().getAddress()
                .getHostAddress());
    }

    @Test
    void prefersTheBetterOfTwoPathsThatWork() {
        network.host(ALICE, ALICE_TOO);
        Peer multihomed = new Peer(HostIceAgent.factory(at(ALICE, 0), at(ALICE_TOO, 0)), aliceHost,
                network.random("m"), true);
        Peer.connect(multihomed, bob);
        network.runUntil(() -> multihomed.isConnected() && bob.isConnected(), 10 * SECOND);
        assertEquals(multihomed.candidates.getFirst(), multihomed.agent.selectedPair().orElseThrow().local());
        assertEquals(multihomed.candidates.getFirst(), bob.agent.selectedPair().orElseThrow().remote());
    }

    @Test
    void stopsSendingThirtySecondsAfterTheLastAnswer() {
        Peer.connect(alice, bob);
        runUntilConnected();
        network.run(20 * SECOND);
        long[] last = new long[2];
        network.tap((now, fate, from, _, _) -> {
            int side = from.getAddress().getHostAddress().equals(ALICE) ? 0 : 1;
            last[side] = fate == Fate.DELIVERED && side == 1 ? now : last[side];
        });
        network.run(20 * SECOND);
        network.link(BOB, ALICE, LINK.withLoss(1));
        network.runUntil(() -> alice.state == IceState.FAILED, 60 * SECOND);

        long silence = network.now() - last[1];
        assertTrue(silence <= 30 * SECOND && silence >= 24 * SECOND, "failed after " + silence);
        assertTrue(alice.states.contains(IceState.DISCONNECTED));
        long sent = network.traffic(ALICE, BOB).sent();
        alice.say("anybody there?");
        network.run(60 * SECOND);
        assertEquals(sent, network.traffic(ALICE, BOB).sent());
    }

    @Test
    void aShortOutageDisconnectsAndHeals() {
        Peer.connect(alice, bob);
        runUntilConnected();
        network.run(SECOND);
        network.link(LINK.withLoss(1));
        network.link(ALICE, BOB, LINK.withLoss(1));
        network.link(BOB, ALICE, LINK.withLoss(1));
        network.runUntil(() -> alice.state == IceState.DISCONNECTED, 20 * SECOND);
        network.link(ALICE, BOB, LINK);
        network.link(BOB, ALICE, LINK);
        network.runUntil(() -> alice.state == IceState.COMPLETED, 7 * SECOND);
    }

    @Test
    void asksForConsentEveryFourToSixSecondsAtRandom() {
        Peer.connect(alice, bob);
        runUntilConnected();
        network.run(SECOND);
        List<Long> times = new ArrayList<>();
        network.tap((now, fate, from, _, bytes) -> {
            boolean request = fate == Fate.DELIVERED && from.getAddress().getHostAddress().equals(ALICE)
                    && bytes[0] == 0 && bytes[1] == 1;
            if (request) {
                times.add(now);
            }
        });
        network.run(3600 * SECOND);

        Set<Long> intervals = new HashSet<>();
        for (int i = 1; i < times.size(); i++) {
            intervals.add((times.get(i) - times.get(i - 1)) / MILLISECOND);
        }
        assertTrue(intervals.stream().allMatch(interval -> interval >= 4000 && interval <= 6000));
        assertTrue(intervals.size() > times.size() / 4, "only " + intervals.size() + " different intervals");
        assertTrue(times.size() > 650 && times.size() < 800);
    }

    @Test
    void failsWhenNobodyAnswersButNotBeforeTheLastCheckHadItsTime() {
        alice.agent.gather();
        alice.agent.remote(IceCredentials.generate(network.random("nobody"), ""), false);
        alice.agent.addRemoteCandidate(IceCandidate.host(at("192.0.2.77", 7777), 1));
        network.runUntil(() -> alice.state == IceState.FAILED, 60 * SECOND);

        assertEquals(39_500, network.now() / MILLISECOND);
        assertEquals(7, network.traffic(ALICE, "192.0.2.77").sent());
    }

    @Test
    void tenThousandCandidatesMakeAtMostAHundredChecks() {
        alice.agent.gather();
        alice.agent.remote(IceCredentials.generate(network.random("nobody"), ""), false);
        Set<InetSocketAddress> targets = new HashSet<>();
        network.tap((_, _, _, to, _) -> targets.add(to));
        for (int i = 0; i < 10_000; i++) {
            alice.agent.addRemoteCandidate(IceCandidate.host(at("198.51.100." + i % 250, 1000 + i), 1));
        }
        network.run(400 * SECOND);
        assertEquals(CandidateRules.MOST_REMOTE_CANDIDATES, targets.size());
        assertEquals(IceState.FAILED, alice.state);
    }

    @Test
    void doesNotKnockWhereAPeerMustNotSendIt() {
        alice.agent.gather();
        alice.agent.remote(IceCredentials.generate(network.random("nobody"), ""), false);
        List<String> bad = List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "2001:db8::1");
        bad.forEach(address -> alice.agent.addRemoteCandidate(IceCandidate.host(at(address, 9), 1)));
        alice.agent.addRemoteCandidate(IceCandidate.host(at("192.0.2.9", 0), 1));
        alice.agent.addRemoteCandidate(
                IceCandidate.host(InetSocketAddress.createUnresolved("1234.local", 9), 1));
        network.run(60 * SECOND);
        assertEquals(0, network.traffic().sent());
    }

    @Test
    void worksWithALiteServerAndNominatesOnce() {
        LiteHost server = new LiteHost(bobHost, network.random("server"), bobHost.at(10000));
        alice.agent.gather();
        server.serve(alice);
        network.runUntil(alice::isConnected, 5 * SECOND);
        alice.say("echo");
        network.run(SECOND);

        assertEquals(List.of("echo"), alice.packets);
        assertEquals(1, server.selections);
        network.run(300 * SECOND);
        assertFalse(server.expired);
        alice.agent.close();
        network.runUntil(() -> server.expired, 31 * SECOND);
    }

    @Test
    void anAgentThatShouldBeControlledControlsALiteServerAnyway() {
        LiteHost server = new LiteHost(aliceHost, network.random("server"), aliceHost.at(10000));
        bob.agent.gather();
        server.serve(bob);
        network.runUntil(bob::isConnected, 5 * SECOND);
        assertEquals(0, server.session.counters().get(CheckOutcome.ROLE_CONFLICT));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void worksWithALiteServerOverABadLink(long seed) {
        SimulatedNetwork bad = new SimulatedNetwork(seed);
        bad.link(LINK.withLoss(0.3).withDuplicate(0.1).withReorder(0.2, 300 * MILLISECOND));
        SimulatedHost a = bad.host(ALICE);
        SimulatedHost b = bad.host(BOB);
        LiteHost server = new LiteHost(b, bad.random("server"), b.at(10000));
        Peer client = new Peer(HostIceAgent.factory(a.at(0)), a, bad.random("client"), true);
        client.agent.gather();
        server.serve(client);
        bad.runUntil(client::isConnected, 40 * SECOND);
        bad.link(LINK.withLoss(0.1).withReorder(0.2, 300 * MILLISECOND));
        bad.run(300 * SECOND);
        assertFalse(server.expired || client.states.contains(IceState.FAILED));
    }

    @Test
    void noticesThatALiteServerIsGone() {
        LiteHost server = new LiteHost(bobHost, network.random("server"), bobHost.at(10000));
        alice.agent.gather();
        server.serve(alice);
        network.runUntil(alice::isConnected, 5 * SECOND);
        server.close();
        network.runUntil(() -> alice.state == IceState.FAILED, 31 * SECOND);
    }

    @Test
    void whatStrangersSendIsDropped() throws IOException {
        Peer.connect(alice, bob);
        runUntilConnected();
        UdpSocket stranger = network.host("203.0.113.66").open(at("203.0.113.66", 666), (_, _, _, _, _) -> {
            throw new AssertionError("nothing is ever sent to a stranger");
        });
        InetSocketAddress target = bob.candidates.getFirst().address();
        stranger.send(target, new byte[]{(byte) 0x80, 0, 1, 2}, 0, 4);
        byte[] check = StunMessage.bindingRequest(TransactionId.random(network.random("stranger")),
                new StunAttribute.Username(bob.agent.localCredentials().ufrag() + ":x"), new UseCandidate())
                .encode(StunIntegrity.shortTerm("a guess of the password"));
        stranger.send(target, check, 0, check.length);
        network.run(SECOND);

        FullIceAgent agent = (FullIceAgent) bob.agent;
        assertEquals(List.of(), bob.packets);
        assertEquals(1, agent.strangersPackets());
        assertEquals(1, agent.counters().get(CheckOutcome.WRONG_INTEGRITY));
    }

    @Test
    void nothingIsSentBeforeAPairWorks() {
        alice.agent.gather();
        alice.say("too early");
        network.run(SECOND);
        assertEquals(0, network.traffic().sent());
    }

    @Test
    void closeLeavesNoSocketAndNoTimerAndIsTold() {
        Peer.connect(alice, bob);
        runUntilConnected();
        for (Peer peer : List.of(alice, bob)) {
            peer.agent.close();
            peer.agent.close();
            assertEquals(IceState.CLOSED, peer.states.getLast());
            assertEquals(1, peer.states.stream().filter(state -> state == IceState.CLOSED).count());
        }
        alice.say("too late");
        network.run(60 * SECOND);
        for (SimulatedHost host : List.of(aliceHost, bobHost)) {
            assertEquals(0, host.openSockets());
            assertEquals(0, host.pendingTimers());
        }
        assertEquals(List.of(), bob.packets);
    }

    @Test
    void misuseIsToldAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> HostIceAgent.factory());
        assertThrows(IllegalArgumentException.class, () -> HostIceAgent.factory(at("0.0.0.0", 0)));
        Peer elsewhere = peer(aliceHost, true, at("192.0.2.200", 0));
        assertThrows(UncheckedIOException.class, elsewhere.agent::gather);
        alice.agent.gather();
        assertThrows(IllegalStateException.class, alice.agent::gather);
    }

    private Peer peer(SimulatedHost host, boolean controlling, InetSocketAddress address) {
        return new Peer(HostIceAgent.factory(address), host, network.random(address.toString()), controlling);
    }

    private void runUntilConnected() {
        network.runUntil(() -> alice.isConnected() && bob.isConnected(), 10 * SECOND);
    }

    private static long conflicts(Peer peer) {
        return ((FullIceAgent) peer.agent).counters().get(CheckOutcome.ROLE_CONFLICT);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
