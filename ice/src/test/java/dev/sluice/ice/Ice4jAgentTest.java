package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// On real loopback sockets and ice4j's real threads: what is awaited is awaited for up to twenty seconds, and usually comes at once.
class Ice4jAgentTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final IceAgent.Factory ICE4J = Ice4jAgent.factory(List.of(LOOPBACK), List.of());
    private static final IceAgent.Factory HOST = HostIceAgent.factory(LOOPBACK);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    static {
        // ours would be five seconds; what the program sets itself stays
        System.setProperty("ice4j.consent-freshness.interval", "200 milliseconds");
    }

    private final NioUdpLoop loop = NioUdpLoop.start();
    private final Random random = new Random(5);
    private Peer one;
    private Peer two;

    @AfterEach
    void close() throws Exception {
        onLoop(() -> {
            for (Peer peer : new Peer[]{one, two}) {
                if (peer != null) {
                    peer.agent.close();
                }
            }
            return null;
        });
        loop.close();
    }

    @ParameterizedTest
    @CsvSource({"1,true,false", "2,false,true", "3,true,true", "4,true,true", "5,true,true", "6,true,true",
        "7,false,false", "8,false,false", "9,false,false", "10,false,false"})
    void connectsToTheHostAgentInEveryCombinationOfRoles(long seed, boolean first, boolean second) throws Exception {
        random.setSeed(seed);
        connect(ICE4J, first, HOST, second);
        talkBothWays();
    }

    @Test
    void connectsToItsLike() throws Exception {
        connect(ICE4J, true, ICE4J, false);
        talkBothWays();
        assertEquals(IceState.COMPLETED, one.state);
        assertEquals(IceCandidateType.HOST, onLoop(() -> one.agent.selectedPair().orElseThrow().local().type()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectsToALiteServerWhateverItsRoleWasToBe(boolean controlling) throws Exception {
        LiteHost server = onLoop(() -> new LiteHost(loop, random, LOOPBACK));
        one = onLoop(() -> new Peer(ICE4J, loop, random, controlling));
        onLoop(() -> {
            one.agent.gather();
            server.serve(one);
            return null;
        });
        await(one::isConnected);
        onLoop(() -> {
            one.say("echo");
            return null;
        });
        await(() -> one.received == 1);
        assertNotNull(server.selected);
    }

    @Test
    void aThousandPacketsPassByIce4jAndArriveInOrder() throws Exception {
        connect(ICE4J, true, ICE4J, false);
        for (int batch = 1; batch <= 20; batch++) {
            int soFar = batch * 50;
            onLoop(() -> {
                for (int i = soFar - 50; i < soFar; i++) {
                    one.say("" + i);
                }
                return null;
            });
            await(() -> two.received == soFar);
        }
        List<String> packets = onLoop(() -> List.copyOf(two.packets));
        for (int i = 0; i < packets.size(); i++) {
            assertEquals("" + i, packets.get(i));
        }
    }

    @Test
    void aPeerWithoutUsableCandidatesIsFoundByItsChecks() throws Exception {
        one = onLoop(() -> new Peer(ICE4J, loop, random, true));
        two = onLoop(() -> new Peer(HOST, loop, random, false));
        onLoop(() -> {
            one.agent.gather();
            two.agent.gather();
            one.agent.remote(two.agent.localCredentials(), false);
            one.agent.addRemoteCandidate(new IceCandidate("1", 1, "udp", 1,
                    InetSocketAddress.createUnresolved("1234.local", 9), IceCandidateType.HOST, null, null));
            two.agent.remote(one.agent.localCredentials(), false);
            two.agent.addRemoteCandidate(one.candidates.getFirst());
            return null;
        });
        await(() -> one.isConnected() && two.isConnected());
        assertEquals(1, ((Ice4jAgent) one.agent).ignoredCandidates());
    }

    @Test
    void livesAsLongAsItsConsentChecksAreAnsweredAndNotMuchLonger() throws Exception {
        HastyLoop hasty = new HastyLoop(loop);
        onLoop(() -> {
            one = new Peer(ICE4J, hasty, random, true);
            two = new Peer(HOST, loop, random, false);
            Peer.connect(one, two);
            return null;
        });
        await(() -> one.isConnected() && two.isConnected());
        CheckCounters counters = ((Ice4jAgent) one.agent).counters();
        for (int i = 0; i < 3; i++) {
            long answers = onLoop(() -> counters.get(CheckOutcome.RESPONSE));
            await(() -> counters.get(CheckOutcome.RESPONSE) >= answers + 2);
            skip(hasty, 25);
            assertTrue(one.isConnected());
        }
        onLoop(() -> {
            two.agent.close();
            return null;
        });
        skip(hasty, 31);
        await(() -> one.state == IceState.FAILED);
    }

    private void skip(HastyLoop hasty, int seconds) throws Exception {
        onLoop(() -> {
            hasty.skip(TimeUnit.SECONDS.toNanos(seconds));
            return null;
        });
        onLoop(() -> null);
    }

    @Test
    void strangersReachNeitherTheListenerNorIce4j() throws Exception {
        connect(ICE4J, true, HOST, false);
        InetSocketAddress target = onLoop(() -> one.candidates.getFirst().address());
        byte[] check = StunMessage.bindingRequest(TransactionId.random(random),
                new StunAttribute.Username(one.agent.localCredentials().ufrag() + ":x"))
                .encode(StunIntegrity.shortTerm("a guess of the password"));
        CompletableFuture<Void> answered = new CompletableFuture<>();
        onLoop(() -> {
            var stranger = loop.open(LOOPBACK, (_, _, _, _, _) -> answered.complete(null));
            stranger.send(target, new byte[]{(byte) 0x80, 0, 1, 2}, 0, 4);
            stranger.send(target, check, 0, check.length);
            return null;
        });
        Ice4jAgent agent = (Ice4jAgent) one.agent;
        await(() -> agent.strangersPackets() == 1 && agent.counters().get(CheckOutcome.WRONG_INTEGRITY) == 1);
        talkBothWays();
        assertFalse(answered.isDone());
    }

    @Test
    void closeEndsItsThreadsAndFreesItsPort() throws Exception {
        connect(ICE4J, true, ICE4J, false);
        List<Thread> connectors = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("IceConnector")).toList();
        assertFalse(connectors.isEmpty());
        InetSocketAddress port = onLoop(() -> one.candidates.getFirst().address());
        onLoop(() -> {
            one.agent.close();
            one.agent.close();
            two.agent.close();
            return null;
        });
        for (Thread connector : connectors) {
            connector.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
            assertFalse(connector.isAlive(), connector.getName());
        }
        assertEquals(1, one.states.stream().filter(state -> state == IceState.CLOSED).count());
        assertEquals(port, onLoop(() -> loop.open(port, (_, _, _, _, _) -> {}).localAddress()));
    }

    @Test
    void aLoopThatIsClosedFirstEndsItsThreadsToo() throws Exception {
        connect(ICE4J, true, ICE4J, false);
        List<Thread> connectors = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("IceConnector")).toList();
        loop.close();
        for (Thread connector : connectors) {
            connector.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
            assertFalse(connector.isAlive(), connector.getName());
        }
    }

    @Test
    void aStunServerGivesAReflexiveCandidate() throws Exception {
        InetSocketAddress outside = StunMessageTest.address("203.0.113.5:5555");
        TestTurnServer server = onLoop(() -> new TestTurnServer(loop, LOOPBACK, outside));
        IceAgent.Factory factory = Ice4jAgent.factory(List.of(LOOPBACK), List.of(IceServer.stun(server.address())));
        one = onLoop(() -> new Peer(factory, loop, random, true));
        onLoop(() -> {
            one.agent.gather();
            return null;
        });
        await(() -> one.gathered);

        IceCandidate reflexive = onLoop(() -> one.candidates.getLast());
        assertEquals(IceCandidateType.SERVER_REFLEXIVE, reflexive.type());
        assertEquals(outside, reflexive.address());
        assertEquals(one.candidates.getFirst().address(), reflexive.related());
    }

    @Test
    void reachesThroughATurnServerWhomItCannotReachDirectly() throws Exception {
        TestTurnServer server = onLoop(() -> new TestTurnServer(loop, LOOPBACK, null));
        IceAgent.Factory factory = Ice4jAgent.factory(List.of(LOOPBACK),
                List.of(IceServer.turn(server.address(), TestTurnServer.USERNAME, TestTurnServer.PASSWORD)));
        FirewalledLoop firewalled = new FirewalledLoop(loop, from -> from.equals(server.relayAddress()));
        onLoop(() -> {
            one = new Peer(factory, loop, random, true);
            two = new Peer(HOST, firewalled, random, false);
            Peer.connect(one, two);
            return null;
        });
        await(() -> one.isConnected() && two.isConnected());

        assertEquals(IceCandidateType.RELAYED, onLoop(() -> one.agent.selectedPair().orElseThrow().local().type()));
        assertEquals(server.relayAddress(), onLoop(() -> two.agent.selectedPair().orElseThrow().remote().address()));
        talkBothWays();
        onLoop(() -> {
            one.agent.close();
            return null;
        });
        await(() -> server.released);
    }

    @Test
    void misuseIsToldAtOnce() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> Ice4jAgent.factory(List.of(), List.of()));
        InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
        one = onLoop(() -> new Peer(Ice4jAgent.factory(List.of(elsewhere), List.of()), loop, random, true));
        Exception refusal = assertThrows(Exception.class, () -> onLoop(() -> {
            one.agent.gather();
            return null;
        }));
        assertTrue(refusal.getCause() instanceof UncheckedIOException);
    }

    private void connect(IceAgent.Factory first, boolean firstControls, IceAgent.Factory second,
            boolean secondControls) throws Exception {
        onLoop(() -> {
            one = new Peer(first, loop, random, firstControls);
            two = new Peer(second, loop, random, secondControls);
            Peer.connect(one, two);
            return null;
        });
        await(() -> one.isConnected() && two.isConnected());
    }

    private void talkBothWays() throws Exception {
        onLoop(() -> {
            one.say("hello");
            two.say("hi");
            return null;
        });
        await(() -> one.received == 1 && two.received == 1);
        assertEquals(List.of("hi"), one.packets);
        assertEquals(List.of("hello"), two.packets);
    }

    /// Asks again and again on the loop, which gives its datagrams and tasks their turn in between.
    private void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!onLoop(condition::getAsBoolean)) {
            assertTrue(System.nanoTime() < end,
                    () -> "states " + one.states + " and " + (two == null ? "" : two.states));
            CompletableFuture<Void> moment = new CompletableFuture<>();
            loop.execute(() -> loop.schedule(loop.now() + 1_000_000, () -> moment.complete(null)));
            moment.get(10, TimeUnit.SECONDS);
        }
    }

    private <T> T onLoop(Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            loop.execute(() -> {
                try {
                    result.complete(call.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            return null; // closed by the test
        }
        return result.get(10, TimeUnit.SECONDS);
    }
}
