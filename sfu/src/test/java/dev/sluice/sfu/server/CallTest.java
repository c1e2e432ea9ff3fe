package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sluice.ice.NioUdpLoop;
import dev.sluice.peerconnection.PeerConnectionState;
import dev.sluice.wire.Time;

/// Whole calls over real UDP: peers of ours publish by WHIP and play by WHEP.
class CallTest {
    private static final long SEED = 20_261_123;
    private static final int MUTATIONS = 100_000;
    private static final int MUTATIONS_AT_ONCE = 100;
    private static final int ENOUGH_TO_FILL_CACHES = 3_000;
    private static final int ATTACKERS = 10;
    private static final int MUTATIONS_OF_EACH = 3_000;

    @Test
    void twentyPlayersGetEveryPacketOfAPublisherOnceInOrderAndWhole() throws InterruptedException, IOException {
        try (TestServer server = TestServer.start("--workers", "1"); LogWatch log = new LogWatch()) {
            server.get("/health");
            Set<String> threads = serverThreads();
            long files = openFiles();
            Instant begin = Instant.now();
            try (TestCall call = new TestCall(server, "big", 20, 10_000)) {
                call.awaitEverything();
                System.out.println("10,000 packets to 20 players: " + Duration.between(begin, Instant.now()).toMillis()
                        + " ms, " + udp(server));

                for (int i = 0; i < call.players.size(); i++) {
                    if (i % 2 == 0) {
                        call.players.get(i).leave();
                    } else {
                        call.players.get(i).hangUp();
                    }
                }
                call.publisher.leave();
                await(() -> server.server.sessions().size() == 0);
            }
            assertEverybodyIsGone(server);
            await(() -> serverThreads().equals(threads));
            await(() -> openFiles() == files);
            assertEquals(List.of(), log.alarms());
        }
        await(() -> serverThreads().isEmpty());
    }

    /// The attacker is a stranger, whose address belongs to nobody; what participants send is the next test's.
    @Test
    void aCallGoesOnWhileAStrangerSendsAHundredThousandDamagedPackets() throws InterruptedException, IOException {
        try (TestServer server = TestServer.start();
                LogWatch log = new LogWatch();
                TestCall call = new TestCall(server, "attacked", 4, Integer.MAX_VALUE)) {
            await(() -> call.sent() > ENOUGH_TO_FILL_CACHES);
            long heap = TestHeap.inUse();
            int sentBefore = call.sent();

            flood(server);

            int sentMeanwhile = call.sent() - sentBefore;
            call.endSending();
            call.awaitEverything();
            long growth = TestHeap.inUse() - heap;
            System.out.println("100,000 mutations: heap grew by " + growth / 1024 + " KiB, " + sentMeanwhile
                    + " packets were sent meanwhile, " + udp(server));
            assertTrue(sentMeanwhile > 0);
            assertEquals(List.of(), log.alarms());
            assertTrue(log.lines().size() <= 100, () -> log.lines().size() + " lines");
            assertEquals(0, server.states().stream().mapToLong(state -> state.udp().internalErrors()).sum());
            assertTrue(growth < 4 * TestHeap.MEGABYTE, growth + " bytes");
        }
    }

    @Test
    void aParticipantWhoSendsAnythingHarmsOnlyItself() throws InterruptedException, IOException {
        Mutations mutations = new Mutations(new Random(SEED));
        try (TestServer server = TestServer.start();
                LogWatch log = new LogWatch();
                NioUdpLoop loop = NioUdpLoop.start();
                TestCall call = new TestCall(server, "invaded", 3, Integer.MAX_VALUE)) {
            await(() -> call.sent() > 0);

            for (int attacker = 0; attacker < ATTACKERS; attacker++) {
                new TestAttacker(server, loop).attack("/whep/invaded/cam", mutations, MUTATIONS_OF_EACH);
            }

            call.endSending();
            call.awaitEverything();
            assertEquals(List.of(), log.alarms());
            assertEquals(0, server.states().stream().mapToLong(state -> state.udp().internalErrors()).sum());
            assertEquals(4, server.server.sessions().size());
            await(() -> server.server.handshakes().active() == 0);
        }
    }

    /// Sends in step with the server, so that its socket buffer has room for all of them.
    private static void flood(TestServer server) throws IOException {
        Mutations mutations = new Mutations(new Random(SEED));
        long before = received(server);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int sent = 0; sent < MUTATIONS; sent++) {
                byte[] packet = mutations.next();
                socket.send(new DatagramPacket(packet, packet.length, InetAddress.ofLiteral("127.0.0.1"),
                        server.udpPort()));
                if (sent % MUTATIONS_AT_ONCE == 0) {
                    server.states();
                }
            }
        }
        await(() -> received(server) - before >= MUTATIONS);
    }

    @Test
    void workersPassOnWhatReachedTheWrongSocket() throws InterruptedException {
        try (TestServer server = TestServer.start("--workers", "3"); LogWatch log = new LogWatch()) {
            try (TestCall call = new TestCall(server, "shared", 10, 1_000)) {
                call.awaitEverything();

                int owner = server.server.workers().of("shared").number();
                List<WorkerState> states = server.states();
                assertEquals(11, states.get(owner).rooms().sessions());
                assertTrue(states.get(owner).udp().taken() > 0, states::toString);
                assertTrue(states.stream().anyMatch(state -> state.udp().handedOver() > 0), states::toString);
                call.players.forEach(TestPeer::leave);
                call.publisher.leave();
            }
            assertEverybodyIsGone(server);
            assertEquals(List.of(), log.alarms());
        }
    }

    @Test
    void socketsOfTheJdkCarryTheSameCall() throws InterruptedException {
        try (TestServer server = TestServer.start("--transport", "nio"); LogWatch log = new LogWatch()) {
            assertEquals(1, server.server.workers().count());
            try (TestCall call = new TestCall(server, "nio", 5, 2_000)) {
                call.awaitEverything();
                call.players.forEach(TestPeer::leave);
                call.publisher.leave();
            }
            assertEverybodyIsGone(server);
            assertEquals(List.of(), log.alarms());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "0.0.0.0"})
    void aServerListensOnAllAddressesOfOneKindOrOfBoth(String host) throws InterruptedException {
        try (TestServer server = TestServer.start("--host", host, "--announce", "127.0.0.1");
                TestCall call = new TestCall(server, "wild", 3, 500)) {
            call.awaitEverything();
        }
    }

    @Test
    void aServerThatStopsTellsItsParticipants() throws InterruptedException {
        TestServer server = TestServer.start();
        try (TestCall call = new TestCall(server, "stopped", 3, 100)) {
            call.awaitEverything();

            server.close();

            await(() -> call.players.stream().allMatch(TestPeer::hasHeardBye));
            await(() -> call.publisher.connection().connectionState() == PeerConnectionState.DISCONNECTED);
        }
        await(() -> serverThreads().isEmpty());
    }

    private static void assertEverybodyIsGone(TestServer server) {
        assertEquals(0, server.server.sessions().size());
        assertEquals(0, server.server.owners().size());
        assertEquals(0, server.server.handshakes().active());
        for (Worker worker : server.server.workers().all()) {
            assertEquals(Time.NEVER, worker.ask((rooms, _) -> rooms.deadline()).join());
        }
        for (WorkerState state : server.states()) {
            assertEquals(0, state.rooms().sessions());
            assertEquals(0, state.rooms().halfOpen());
            assertEquals(List.of(), state.rooms().rooms());
        }
    }

    private static String udp(TestServer server) {
        return server.states().stream().map(WorkerState::udp).toList().toString();
    }

    private static long received(TestServer server) {
        return server.states().stream().mapToLong(state -> state.udp().received() + state.udp().badLength()).sum();
    }

    private static Set<String> serverThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("vert.x"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20 * Time.SECOND;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "this did not come about");
            LockSupport.parkNanos(5 * Time.MILLISECOND);
        }
    }
}
