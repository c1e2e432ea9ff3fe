package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.U32;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// What a link does to numbered packets that Alice sends to Bob, one every millisecond.
class LinkTest {
    private static final String ALICE = "10.0.0.1";
    private static final String BOB = "10.0.0.2";
    private static final int MANY = 20_000;

    private record Arrival(int number, long at) {}

    /// Packets of 100 bytes of UDP payload, 128 bytes of IP.
    private static final int PAYLOAD = 100;
    private static final int ON_THE_WIRE = 128;

    private SimulatedNetwork network = new SimulatedNetwork(7);

    @Test
    void anIdealLinkDeliversEverythingAtOnceAndInOrder() {
        List<Arrival> arrivals = send(100, LinkProfile.IDEAL);

        assertEquals(IntStream.range(0, 100).mapToObj(i -> new Arrival(i, i * MILLISECOND)).toList(), arrivals);
    }

    @Test
    void losesAsOftenAsItSays() {
        send(MANY, LinkProfile.IDEAL.withLoss(0.05));

        double deviation = Math.sqrt(MANY * 0.05 * 0.95);
        assertEquals(MANY * 0.05, network.traffic().lost(), 4 * deviation);
    }

    @Test
    void losesInBursts() {
        List<Arrival> arrivals = send(MANY, LinkProfile.IDEAL.withBurstLoss(BurstLoss.of(0.1, 5)));

        int bursts = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            bursts += arrivals.get(i).number > arrivals.get(i - 1).number + 1 ? 1 : 0;
        }
        double lost = network.traffic().lost();
        assertEquals(0.1, lost / MANY, 0.02);
        assertEquals(5, lost / bursts, 0.5);
    }

    @Test
    void duplicatesAsOftenAsItSays() {
        List<Arrival> arrivals = send(MANY, LinkProfile.IDEAL.withDuplicate(0.1));

        assertEquals(MANY * 0.1, network.traffic().duplicated(), 4 * Math.sqrt(MANY * 0.1 * 0.9));
        assertEquals(MANY + network.traffic().duplicated(), arrivals.size());
    }

    @Test
    void jitterVariesTheDelayButKeepsTheOrder() {
        List<Arrival> arrivals = send(MANY, LinkProfile.IDEAL.withDelay(20 * MILLISECOND).withJitter(5 * MILLISECOND));

        List<Long> delays = arrivals.stream().map(arrival -> arrival.at - arrival.number * MILLISECOND).toList();
        assertEquals(IntStream.range(0, MANY).boxed().toList(), numbers(arrivals));
        assertTrue(delays.stream().allMatch(delay -> delay >= 20 * MILLISECOND && delay <= 25 * MILLISECOND));
        assertTrue(delays.stream().distinct().count() > MANY / 2);
    }

    @Test
    void aReorderedPacketIsOvertakenByThoseBehindIt() {
        List<Arrival> arrivals = send(MANY, LinkProfile.IDEAL.withReorder(0.1, 3 * MILLISECOND + 1));

        int overtaken = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            overtaken += arrivals.get(i).number < arrivals.get(i - 1).number ? 1 : 0;
        }
        assertEquals(MANY * 0.1, network.traffic().reordered(), 4 * Math.sqrt(MANY * 0.1 * 0.9));
        assertTrue(overtaken > MANY / 20, overtaken + " were overtaken");
        assertEquals(IntStream.range(0, MANY).boxed().toList(), numbers(arrivals).stream().sorted().toList());
    }

    @Test
    void aRateSpacesPacketsOut() {
        // 128 bytes at 102,400 bit/s take 10 ms.
        List<Arrival> arrivals = send(10, LinkProfile.IDEAL.withRate(102_400, 10 * ON_THE_WIRE).withDelay(MILLISECOND));

        assertEquals(IntStream.rangeClosed(1, 10).mapToObj(i -> i * 10 * MILLISECOND + MILLISECOND).toList(),
                arrivals.stream().map(Arrival::at).toList());
    }

    @Test
    void aFullQueueDropsWhatComesLast() {
        // One packet leaves every 10 ms while one arrives each millisecond; three have room.
        List<Arrival> arrivals = send(10, LinkProfile.IDEAL.withRate(102_400, 3 * ON_THE_WIRE));

        assertEquals(List.of(0, 1, 2), numbers(arrivals));
        assertEquals(7, network.traffic().of(Fate.QUEUE_FULL));
    }

    @Test
    void theQueueHoldsAPacketEvenWhenItIsSmallerThanOne() {
        assertEquals(List.of(0, 10), numbers(send(11, LinkProfile.IDEAL.withRate(102_400, 1))));
    }

    @Test
    void whatExceedsTheMtuIsDroppedAndCounted() {
        assertEquals(5, send(5, LinkProfile.IDEAL.withMtu(ON_THE_WIRE)).size());

        assertEquals(0, send(5, LinkProfile.IDEAL.withMtu(ON_THE_WIRE - 1)).size());
        assertEquals(5, network.traffic().of(Fate.OVERSIZE));
    }

    @Test
    void nothingPassesInAnOutage() {
        List<Arrival> arrivals = send(10, LinkProfile.IDEAL.withOutage(3 * MILLISECOND, 5 * MILLISECOND)
                .withOutage(8 * MILLISECOND, 9 * MILLISECOND));

        assertEquals(List.of(0, 1, 2, 5, 6, 7, 9), numbers(arrivals));
        assertEquals(3, network.traffic().of(Fate.OUTAGE));
    }

    @Test
    void aFilterLosesThePacketThatTheTestIsAbout() {
        network.dropWhere((_, _, bytes) -> U32.get(bytes, 0) == 2);

        assertEquals(List.of(0, 1, 3, 4), numbers(send(5, LinkProfile.IDEAL)));
        assertEquals(1, network.traffic().of(Fate.FILTERED));
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        LinkProfile bad = badLink();
        network = new SimulatedNetwork(99);
        List<Arrival> first = send(MANY, bad);
        network = new SimulatedNetwork(99);
        List<Arrival> again = send(MANY, bad);
        network = new SimulatedNetwork(100);
        List<Arrival> other = send(MANY, bad);

        assertEquals(first, again);
        assertNotEquals(first, other);
    }

    @Test
    void anotherLinksTrafficDoesNotChangeThisOne() throws IOException {
        List<Arrival> alone = send(MANY, badLink());

        network = new SimulatedNetwork(7);
        SimulatedHost carol = network.host("10.0.0.3");
        UdpSocket noise = carol.open(carol.at(7000), (_, _, _, _, _) -> {});
        for (int i = 0; i < 1_000; i++) {
            carol.schedule(i * MILLISECOND + 1, () -> noise.send(network.host(BOB).at(6000), new byte[4], 0, 4));
        }
        List<Arrival> amongOthers = send(MANY, badLink());

        assertEquals(alone, amongOthers);
    }

    @Test
    void aLongerDelayLosesTheSamePackets() {
        LinkProfile lossy = LinkProfile.IDEAL.withLoss(0.2).withBurstLoss(BurstLoss.of(0.1, 3));
        List<Integer> near = numbers(send(MANY, lossy));
        network = new SimulatedNetwork(7);
        List<Integer> far = numbers(send(MANY, lossy.withDelay(SECOND).withDuplicate(0).withMtu(1_500)));

        assertEquals(near, far);
    }

    @Test
    void everyPacketIsAccountedFor() {
        network.run(MILLISECOND / 2);
        send(MANY, badLink().withRate(1_000_000, 3_000).withOutage(SECOND, 2 * SECOND));

        Traffic traffic = network.traffic();
        assertEquals(MANY, traffic.sent());
        assertEquals(0, traffic.inFlight());
        assertEquals(traffic.sent() + traffic.duplicated(), traffic.delivered() + traffic.dropped());
        assertEquals(traffic, network.traffic(ALICE, BOB));
        for (Fate fate : List.of(Fate.LOST, Fate.DUPLICATED, Fate.REORDERED, Fate.OUTAGE, Fate.QUEUE_FULL)) {
            assertTrue(traffic.of(fate) > 0, fate.name());
        }
    }

    @Test
    void aProfileMayChangeWhilePacketsAreOnTheirWay() throws IOException {
        List<Long> arrivals = new ArrayList<>();
        SimulatedHost alice = network.host(ALICE);
        SimulatedHost bob = network.host(BOB);
        bob.open(bob.at(6000), (_, _, _, _, now) -> arrivals.add(now));
        UdpSocket socket = alice.open(alice.at(5000), (_, _, _, _, _) -> {});
        network.link(ALICE, BOB, LinkProfile.IDEAL.withDelay(10 * MILLISECOND));

        socket.send(bob.at(6000), new byte[1], 0, 1);
        network.run(MILLISECOND);
        network.link(ALICE, BOB, LinkProfile.IDEAL.withLoss(1));
        socket.send(bob.at(6000), new byte[1], 0, 1);
        network.run(SECOND);

        assertEquals(List.of(10 * MILLISECOND), arrivals);
    }

    @Test
    void profilesThatMeanNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LinkProfile.IDEAL.withLoss(5));
        assertThrows(IllegalArgumentException.class, () -> LinkProfile.IDEAL.withReorder(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> LinkProfile.IDEAL.withDelay(-1));
        assertThrows(IllegalArgumentException.class, () -> LinkProfile.IDEAL.withOutage(5, 5));
        assertThrows(IllegalArgumentException.class, () -> BurstLoss.of(0.1, 0.5));
    }

    private static LinkProfile badLink() {
        return LinkProfile.IDEAL.withLoss(0.05).withDuplicate(0.05).withReorder(0.05).withDelay(20 * MILLISECOND)
                .withJitter(10 * MILLISECOND);
    }

    private static List<Integer> numbers(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::number).toList();
    }

    /// Sends one numbered packet each millisecond, from now on, and waits until all have arrived that will.
    private List<Arrival> send(int count, LinkProfile profile) {
        network.link(ALICE, BOB, profile);
        List<Arrival> arrivals = new ArrayList<>();
        SimulatedHost alice = network.host(ALICE);
        SimulatedHost bob = network.host(BOB);
        try (UdpSocket receiver = bob.open(bob.at(0),
                (_, bytes, offset, _, now) -> arrivals.add(new Arrival((int) U32.get(bytes, offset), now)));
                UdpSocket sender = alice.open(alice.at(0), (_, _, _, _, _) -> {})) {
            for (int i = 0; i < count; i++) {
                int number = i;
                alice.schedule(network.now() + i * MILLISECOND, () -> sendNumber(number, sender, receiver));
            }
            network.run(count * MILLISECOND + 10 * SECOND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arrivals;
    }

    private static void sendNumber(int number, UdpSocket sender, UdpSocket receiver) {
        byte[] bytes = new byte[PAYLOAD];
        U32.set(bytes, 0, number);
        sender.send(receiver.localAddress(), bytes, 0, bytes.length);
    }
}
