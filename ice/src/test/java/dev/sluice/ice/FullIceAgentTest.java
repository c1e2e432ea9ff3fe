package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;

/// What a full agent does over time: restarts, other paths, names, numbers.
class FullIceAgentTest {
    private static final String ALICE = "192.0.2.1";
    private static final String ALICE_TOO = "192.0.2.101";
    private static final String BOB = "192.0.2.2";
    private static final LinkProfile LINK = LinkProfile.IDEAL.withDelay(20 * MILLISECOND);

    private final SimulatedNetwork network = new SimulatedNetwork(42);
    private final SimulatedHost aliceHost = network.host(ALICE, ALICE_TOO);
    private final SimulatedHost bobHost = network.host(BOB);
    private Peer alice = peer(aliceHost, true, IceSettings.hosts(aliceHost.at(0)));
    private Peer bob = peer(bobHost, false, IceSettings.hosts(bobHost.at(0)));

    FullIceAgentTest() {
        network.link(LINK);
    }

    @Test
    void aRestartLosesNotOnePacket() {
        connect();
        IceCredentials before = alice.agent.localCredentials();
        restart();
        for (int i = 0; i < 200; i++) {
            alice.say("a" + i);
            bob.say("b" + i);
            network.run(10 * MILLISECOND);
        }
        network.run(SECOND);

        assertNotEquals(before, alice.agent.localCredentials());
        assertEquals(numbered("a", 200), bob.packets);
        assertEquals(numbered("b", 200), alice.packets);
        assertTrue(alice.isConnected() && bob.isConnected());
    }

    @Test
    void aRestartUsesTheSocketsThatThereAreAndTellsOfAllCandidatesAgain() {
        connect();
        List<IceCandidate> before = List.copyOf(alice.candidates);
        alice.candidates.clear();
        restart();
        network.run(10 * SECOND);
        assertEquals(before, alice.candidates);
        assertEquals(1, aliceHost.openSockets());
    }

    @Test
    void afterARestartTheOldCredentialsMeanNothing() {
        connect();
        IceCredentials old = bob.agent.localCredentials();
        restart();
        network.run(10 * SECOND);
        long unknown = agent(bob).counters().get(CheckOutcome.UNKNOWN_UFRAG);
        byte[] check = StunMessage.bindingRequest(TransactionId.random(network.random("late")),
                new StunAttribute.Username(old.ufrag() + ":x")).encode(StunIntegrity.shortTerm(old.pwd()));
        network.run(SECOND);
        send(check, bob.candidates.getFirst().address());
        network.run(SECOND);
        assertEquals(unknown + 1, agent(bob).counters().get(CheckOutcome.UNKNOWN_UFRAG));
    }

    @Test
    void theRolesMayChangeInARestart() {
        connect();
        agent(alice).restart(false);
        agent(bob).restart(true);
        exchange();
        network.run(5 * SECOND);
        talkBothWays();
        assertTrue(alice.isConnected() && bob.isConnected());
    }

    @Test
    void aRestartThatIsTakenBackChangesNothing() {
        connect();
        agent(alice).restart(true);
        alice.agent.gather();
        network.run(SECOND);
        agent(alice).cancelRestart();
        network.run(120 * SECOND);
        talkBothWays();
    }

    @Test
    void aRestartThatFindsNobodyLeavesTheOldPathInUse() {
        connect();
        agent(alice).restart(true);
        alice.agent.gather();
        alice.agent.remote(IceCredentials.generate(network.random("nobody"), ""), false);
        alice.agent.addRemoteCandidate(IceCandidate.host(at("192.0.2.77", 7777), 1));
        network.run(120 * SECOND);
        assertTrue(alice.isConnected());
        talkBothWays();
    }

    @Test
    void aRestartHealsWhatHasFailed() {
        connect();
        block(1);
        network.runUntil(() -> alice.state == IceState.FAILED && bob.state == IceState.FAILED, 60 * SECOND);
        block(0);
        network.run(60 * SECOND);
        assertEquals(IceState.FAILED, alice.state, "not by itself");
        restart();
        network.runUntil(() -> alice.isConnected() && bob.isConnected(), 10 * SECOND);
        talkBothWays();
    }

    @Test
    void aHundredRestartsLeaveNothingBehind() {
        connect();
        for (int i = 0; i < 100; i++) {
            restart();
            network.run(2 * SECOND);
        }
        talkBothWays();
        alice.agent.close();
        bob.agent.close();
        assertEquals(0, aliceHost.openSockets() + bobHost.openSockets());
        assertEquals(0, aliceHost.pendingTimers() + bobHost.pendingTimers());
    }

    @Test
    void restartBeforeGatheringIsMisuse() {
        assertThrows(IllegalStateException.class, () -> agent(alice).restart(true));
        connect();
        assertThrows(IllegalStateException.class, alice.agent::gather);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void restartsOverABadLinkFindTheirPath(long seed) {
        SimulatedNetwork bad = new SimulatedNetwork(seed);
        bad.link(LINK.withLoss(0.3).withReorder(0.2, 300 * MILLISECOND));
        SimulatedHost a = bad.host(ALICE);
        SimulatedHost b = bad.host(BOB);
        alice = new Peer(HostIceAgent.factory(a.at(0)), a, bad.random("a"), true);
        bob = new Peer(HostIceAgent.factory(b.at(0)), b, bad.random("b"), false);
        Peer.connect(alice, bob);
        bad.runUntil(() -> alice.isConnected() && bob.isConnected(), 40 * SECOND);
        IceCandidatePair before = alice.agent.selectedPair().orElseThrow();
        for (int i = 0; i < 3; i++) {
            restart();
            bad.run(20 * SECOND);
        }
        assertEquals(before, alice.agent.selectedPair().orElseThrow());
        assertFalse(alice.states.contains(IceState.FAILED) || bob.states.contains(IceState.FAILED));
    }

    @Test
    void aPathThatDiesIsReplacedByAnotherThatWorkedWhenRenominationIsAgreedOn() {
        withTwoPaths(true);
        IceCandidatePair first = alice.agent.selectedPair().orElseThrow();
        network.run(10 * SECOND);
        network.link(ALICE, BOB, LINK.withLoss(1));
        network.link(BOB, ALICE, LINK.withLoss(1));
        network.runUntil(() -> !alice.agent.selectedPair().orElseThrow().equals(first), 25 * SECOND);
        network.run(SECOND);
        talkBothWays();
        network.run(60 * SECOND);
        talkBothWays();
        assertFalse(alice.states.contains(IceState.FAILED) || bob.states.contains(IceState.FAILED));
    }

    @Test
    void withRenominationTheBetterPathIsTakenAsSoonAsItWorks() {
        movesToTheBetterPath(true, ALICE);
    }

    @Test
    void withoutRenominationThePathStaysAsItIs() {
        movesToTheBetterPath(false, ALICE_TOO);
    }

    private void movesToTheBetterPath(boolean renomination, String expected) {
        network.link(ALICE, BOB, LINK.withOutage(0, 2 * SECOND));
        withTwoPaths(renomination);
        assertEquals(ALICE_TOO, localAddress(alice));
        network.run(20 * SECOND);
        assertEquals(expected, localAddress(alice));
        assertEquals(expected, bob.agent.selectedPair().orElseThrow().remote().address().getAddress().getHostAddress());
        talkBothWays();
    }

    private void withTwoPaths(boolean renomination) {
        IceSettings both = IceSettings.hosts(at(ALICE, 0), at(ALICE_TOO, 0));
        IceSettings one = IceSettings.hosts(bobHost.at(0));
        alice = peer(aliceHost, true, renomination ? both.withRenomination() : both);
        bob = peer(bobHost, false, renomination ? one.withRenomination() : one);
        connect();
    }

    @Test
    void aNameIsIgnoredWhenNobodyResolvesItAndDelaysNothing() {
        alice.agent.addRemoteCandidate(named("alice.local"));
        long start = network.now();
        connect();
        assertTrue(network.now() - start < 200 * MILLISECOND);
        assertEquals(1, agent(alice).ignoredCandidates());
    }

    @Test
    void hostCandidatesHideBehindNamesThatAResolverKnows() {
        IceSettings hidden = IceSettings.hosts(aliceHost.at(0)).withHostNames(_ -> "a1b2.local");
        IceSettings resolving = IceSettings.hosts(bobHost.at(0))
                .withResolver((name, found) -> bobHost.schedule(bobHost.now() + 50 * MILLISECOND,
                        () -> found.accept(InetAddress.ofLiteral(name.equals("a1b2.local") ? ALICE : "192.0.2.66"))));
        alice = peer(aliceHost, true, hidden);
        bob = peer(bobHost, false, resolving);
        network.link(ALICE, BOB, LINK.withOutage(0, SECOND)); // bob has to find alice
        connect();

        assertEquals("a1b2.local", alice.candidates.getFirst().address().getHostString());
        assertTrue(alice.candidates.getFirst().address().isUnresolved());
        assertNotEquals(IceCandidate.host(aliceHost.at(1), 1).foundation(), alice.candidates.getFirst().foundation());
        assertEquals(ALICE, bob.agent.selectedPair().orElseThrow().remote().address().getAddress().getHostAddress());
        assertEquals(IceCandidateType.HOST, bob.agent.selectedPair().orElseThrow().remote().type());
    }

    @Test
    void aFloodOfNamesAsksTheResolverSoOftenAndNotMore() {
        List<String> asked = new ArrayList<>();
        bob = peer(bobHost, false, IceSettings.hosts(bobHost.at(0)).withResolver((name, _) -> asked.add(name)));
        bob.agent.gather();
        for (int i = 0; i < 1000; i++) {
            bob.agent.addRemoteCandidate(named("n" + i + ".local"));
        }
        assertEquals(CandidateRules.MOST_REMOTE_CANDIDATES, asked.size());
    }

    @Test
    void aNameThatIsResolvedAfterTheEndChangesNothing() {
        List<Runnable> later = new ArrayList<>();
        bob = peer(bobHost, false, IceSettings.hosts(bobHost.at(0))
                .withResolver((_, found) -> later.add(() -> found.accept(InetAddress.ofLiteral(ALICE)))));
        bob.agent.gather();
        bob.agent.remote(alice.agent.localCredentials(), false);
        bob.agent.addRemoteCandidate(named("late.local"));
        bob.agent.close();
        later.forEach(Runnable::run);
        network.run(SECOND);
        assertEquals(0, network.traffic().sent());
        assertEquals(0, bobHost.pendingTimers());
    }

    @Test
    void everyPairTellsWhatHasGoneOverIt() {
        connect();
        talkBothWays();
        network.run(60 * SECOND);
        IcePairStats stats = alice.agent.pairStats().stream().filter(IcePairStats::selected).findFirst().orElseThrow();

        assertEquals(IcePairStats.State.SUCCEEDED, stats.state());
        assertTrue(stats.nominated());
        assertEquals(40 * MILLISECOND, stats.currentRoundTripTime());
        assertEquals(1, stats.packetsSent());
        assertEquals(1, stats.packetsReceived());
        assertEquals(7, stats.bytesSent());
        assertEquals(4, stats.bytesReceived());
        assertTrue(stats.consentRequestsSent() >= 9);
        assertEquals(stats.requestsReceived(), stats.responsesSent());
        assertEquals(stats.requestsSent(), stats.responsesReceived());
        assertEquals(stats.responsesReceived() * 40 * MILLISECOND, stats.totalRoundTripTime());
    }

    @Test
    void aCandidateThatWasFoundBeforeItWasSignalledIsTheSignalledOneInTheEnd() {
        alice.agent.gather();
        bob.agent.gather();
        alice.agent.remote(bob.agent.localCredentials(), false);
        bob.agent.remote(alice.agent.localCredentials(), false);
        alice.agent.addRemoteCandidate(bob.candidates.getFirst());
        runUntilConnected();
        bob.agent.addRemoteCandidate(alice.candidates.getFirst());
        assertEquals(alice.candidates.getFirst(), bob.agent.selectedPair().orElseThrow().remote());
    }

    @Test
    void thirtyTwoNewAddressesOfThePeerDoNotLockOutTheNext() {
        connect();
        byte[][] checks = new byte[40][];
        for (int i = 0; i < checks.length; i++) {
            checks[i] = StunMessage.bindingRequest(TransactionId.random(network.random("c" + i)),
                    new StunAttribute.Username(alice.agent.localCredentials().ufrag() + ":x"),
                    new StunAttribute.Priority(100), new StunAttribute.IceControlled(1))
                    .encode(StunIntegrity.shortTerm(alice.agent.localCredentials().pwd()));
            network.host("203.0.113." + (1 + i));
            send("203.0.113." + (1 + i), checks[i], alice.candidates.getFirst().address());
            network.run(100 * MILLISECOND);
        }
        Set<String> known = alice.agent.pairStats().stream()
                .map(stats -> stats.pair().remote().address().getAddress().getHostAddress())
                .collect(Collectors.toSet());
        assertTrue(known.contains("203.0.113.40"));
        assertTrue(known.contains(BOB), "the one in use is kept");
        assertEquals(CandidateRules.MOST_REMOTE_CANDIDATES, known.size());
        talkBothWays();
    }

    private void connect() {
        Peer.connect(alice, bob);
        runUntilConnected();
    }

    private void runUntilConnected() {
        network.runUntil(() -> alice.isConnected() && bob.isConnected(), 10 * SECOND);
    }

    private void restart() {
        agent(alice).restart(true);
        agent(bob).restart(false);
        exchange();
    }

    private void exchange() {
        alice.agent.remote(bob.agent.localCredentials(), false);
        bob.agent.remote(alice.agent.localCredentials(), false);
        alice.agent.gather();
        bob.agent.gather();
    }

    private void block(double loss) {
        network.link(ALICE, BOB, LINK.withLoss(loss));
        network.link(BOB, ALICE, LINK.withLoss(loss));
    }

    private void talkBothWays() {
        alice.packets.clear();
        bob.packets.clear();
        alice.say("hello");
        bob.say("hi");
        network.run(SECOND);
        assertEquals(List.of("hello"), bob.packets);
        assertEquals(List.of("hi"), alice.packets);
    }

    private void send(byte[] bytes, InetSocketAddress to) {
        send("203.0.113.66", bytes, to);
    }

    private void send(String from, byte[] bytes, InetSocketAddress to) {
        try {
            network.host(from).open(at(from, 0), (_, _, _, _, _) -> {}).send(to, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Peer peer(SimulatedHost host, boolean controlling, IceSettings settings) {
        return new Peer(FullIceAgent.factory(settings), host, network.random("peer " + controlling), controlling);
    }

    private static FullIceAgent agent(Peer peer) {
        return (FullIceAgent) peer.agent;
    }

    private static String localAddress(Peer peer) {
        return peer.agent.selectedPair().orElseThrow().local().address().getAddress().getHostAddress();
    }

    private static IceCandidate named(String name) {
        return new IceCandidate("1", 1, "udp", 1, InetSocketAddress.createUnresolved(name, 49_152),
                IceCandidateType.HOST, null, null);
    }

    private static List<String> numbered(String prefix, int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(prefix + i);
        }
        return all;
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
