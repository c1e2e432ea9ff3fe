package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.UdpLoop.UdpSocket;

class SimulatedNetworkTest {
    private static final String ALICE = "10.0.0.1";
    private static final String BOB = "10.0.0.2";

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final SimulatedHost alice = network.host(ALICE);
    private final SimulatedHost bob = network.host(BOB);
    private final List<String> events = new ArrayList<>();

    @Test
    void aDatagramArrivesAfterTheDelayOfItsLink() throws Exception {
        network.link(ALICE, BOB, LinkProfile.IDEAL.withDelay(30 * MILLISECOND));
        List<Long> arrivals = new ArrayList<>();
        bob.open(bob.at(6000), (from, bytes, offset, length, now) -> {
            assertEquals(alice.at(5000), from);
            assertEquals(3, length);
            assertEquals(7, bytes[offset]);
            arrivals.add(now);
        });
        UdpSocket socket = alice.open(alice.at(5000), (_, _, _, _, _) -> {});

        assertTrue(socket.send(bob.at(6000), new byte[]{0, 7, 8, 9, 0}, 1, 3));
        network.run(SECOND);

        assertEquals(List.of(30 * MILLISECOND), arrivals);
        assertEquals(SECOND, network.now());
    }

    @Test
    void aReceiverMayChangeItsCopy() throws Exception {
        network.link(LinkProfile.IDEAL.withDuplicate(1));
        List<Byte> seen = new ArrayList<>();
        bob.open(bob.at(6000), (_, bytes, offset, _, _) -> seen.add(bytes[offset]++));
        byte[] sent = {42};

        alice.open(alice.at(5000), (_, _, _, _, _) -> {}).send(bob.at(6000), sent, 0, 1);
        network.run(SECOND);

        assertEquals(List.of((byte) 42, (byte) 42), seen);
        assertEquals(42, sent[0]);
    }

    @Test
    void timersRunInOrderOfTimeAndCancelledOnesNever() {
        alice.schedule(20, () -> events.add("late at " + alice.now()));
        alice.schedule(10, () -> events.add("early at " + alice.now()));
        alice.schedule(15, () -> events.add("never")).cancel();
        assertEquals(2, alice.pendingTimers());

        network.run(100);

        assertEquals(List.of("early at 10", "late at 20"), events);
        assertEquals(0, alice.pendingTimers());
    }

    @Test
    void tasksOfAnotherThreadRunBeforeTimeMoves() throws Exception {
        Thread other = Thread.ofVirtual().unstarted(() -> {
            assertFalse(alice.inLoop());
            alice.execute(() -> events.add("task at " + alice.now()));
        });
        network.beforeTimeMoves(() -> join(other));
        alice.schedule(10, other::start);
        alice.schedule(11, () -> events.add("timer at " + alice.now()));

        network.run(100);

        assertEquals(List.of("task at 10", "timer at 11"), events);
    }

    @Test
    void settlingIsRepeatedUntilItBringsNoNewWork() {
        int[] left = {3};
        network.beforeTimeMoves(() -> {
            if (left[0]-- > 0) {
                alice.execute(() -> events.add("work at " + alice.now()));
            }
        });

        network.run(100);

        assertEquals(List.of("work at 0", "work at 0", "work at 0"), events);
    }

    @Test
    void runUntilStopsAsSoonAsTheConditionHolds() {
        alice.schedule(10, () -> events.add("now"));
        alice.schedule(20, () -> events.add("too far"));

        network.runUntil(() -> !events.isEmpty(), SECOND);

        assertEquals(10, network.now());
        assertEquals(List.of("now"), events);
    }

    @Test
    void runUntilFailsWithTheLastPacketsWhenTheLimitPasses() throws Exception {
        alice.open(alice.at(5000), (_, _, _, _, _) -> {}).send(bob.at(6000), new byte[]{1, 2, 3}, 0, 3);

        AssertionError failure = assertThrows(AssertionError.class, () -> network.runUntil(() -> false, SECOND));

        assertEquals(SECOND, network.now());
        assertTrue(failure.getMessage().contains("10.0.0.1:5000 > 10.0.0.2:6000, 3 bytes: 01 02 03"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains("1 UNREACHABLE"), failure.getMessage());
    }

    @Test
    void onlyOwnAndFreeAddressesCanBeBound() throws Exception {
        alice.open(alice.at(5000), (_, _, _, _, _) -> {});
        assertThrows(BindException.class, () -> alice.open(alice.at(5000), (_, _, _, _, _) -> {}));
        assertThrows(BindException.class, () -> alice.open(bob.at(5001), (_, _, _, _, _) -> {}));
    }

    @Test
    void aSocketOnAllAddressesHearsAllOfThem() throws Exception {
        SimulatedHost server = network.host("10.0.0.9", "10.0.1.9");
        UdpSocket socket = server.open(new InetSocketAddress("0.0.0.0", 0),
                (_, _, _, length, _) -> events.add(length + " bytes"));
        UdpSocket client = alice.open(alice.at(0),
                (from, _, _, _, _) -> events.add("from " + from.getAddress().getHostAddress()));
        int port = socket.localAddress().getPort();

        client.send(new InetSocketAddress("10.0.0.9", port), new byte[4], 0, 4);
        client.send(new InetSocketAddress("10.0.1.9", port), new byte[5], 0, 5);
        socket.send(client.localAddress(), new byte[6], 0, 6);
        network.run(SECOND);

        assertEquals(List.of("4 bytes", "5 bytes", "from 10.0.0.9"), events);
    }

    private static void join(Thread thread) {
        try {
            if (thread.isAlive()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
