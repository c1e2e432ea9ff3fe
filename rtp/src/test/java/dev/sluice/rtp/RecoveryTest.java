package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.testkit.BurstLoss;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A sender and a receiver put together from this module's parts, and a link between them that loses packets in both directions.
class RecoveryTest {
    private static final int PACKETS = 20_000;
    private static final long INTERVAL = 2 * MILLISECOND;
    private static final int RTX_PAYLOAD_TYPE = 97;
    private static final int RTX_SSRC = 0x55667788;

    private final SimulatedNetwork network = new SimulatedNetwork(7);
    private final SimulatedHost senderHost = network.host("10.0.0.1");
    private final SimulatedHost receiverHost = network.host("10.0.0.2");
    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver();

    @Test
    void recoversFromBurstsOfOnePercent() {
        assertEverythingArrives(LinkProfile.IDEAL.withBurstLoss(BurstLoss.of(0.01, 4)));
    }

    @Test
    void recoversFromBurstsOfFivePercent() {
        assertEverythingArrives(LinkProfile.IDEAL.withBurstLoss(BurstLoss.of(0.05, 4)));
    }

    @Test
    void recoversFromBurstsOfTenPercent() {
        assertEverythingArrives(LinkProfile.IDEAL.withBurstLoss(BurstLoss.of(0.10, 6)));
    }

    @Test
    void recoversFromLossReorderingAndDuplicatesTogether() {
        assertEverythingArrives(LinkProfile.IDEAL.withLoss(0.05).withReorder(0.05).withDuplicate(0.05)
                .withJitter(20 * MILLISECOND));
    }

    @Test
    void recoversFromAnOutageOfHalfASecond() {
        assertEverythingArrives(LinkProfile.IDEAL.withOutage(5 * SECOND, 5 * SECOND + SECOND / 2));
    }

    private void assertEverythingArrives(LinkProfile profile) {
        network.link(profile.withDelay(25 * MILLISECOND));
        sender.sendNext();
        network.runUntil(() -> receiver.delivered.size() == PACKETS, PACKETS * INTERVAL + 5 * SECOND);
        for (int n = 0; n < PACKETS; n++) {
            assertEquals(n & 0xffff, receiver.delivered.get(n));
        }
        assertEquals(0, receiver.reorder.skipped());
        assertTrue(sender.retransmitted <= PACKETS / 5, () -> sender.retransmitted + " retransmissions");
    }

    /// Stores what it sends and answers NACKs over RTX.
    private final class Sender {
        final RetransmissionBuffer buffer = new RetransmissionBuffer();
        final RetransmissionBudget budget = new RetransmissionBudget();
        final RtpPacket stored = new RtpPacket();
        final byte[] rtx = new byte[1502];
        final UdpSocket socket = open(senderHost, this::onRtcp);
        int next;
        int retransmitted;

        void sendNext() {
            RtpPacket packet = Packets.packet(next++ & 0xffff, 1000);
            buffer.store(packet);
            budget.onSent(packet.length());
            boolean isEnd = next <= 5 || next > PACKETS;
            for (int copies = isEnd ? 20 : 1; copies > 0; copies--) {   // nobody can miss what is behind the last one
                socket.send(receiverHost.at(5000), packet.bytes(), 0, packet.length());
            }
            if (next < PACKETS + 5) {
                senderHost.schedule(senderHost.now() + INTERVAL, this::sendNext);
            }
        }

        void onRtcp(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            for (RtcpPacket packet : Rtcp.parse(bytes, offset, length)) {
                if (packet instanceof Nack(_, _, int[] numbers)) {
                    for (int number : numbers) {
                        answer(from, number, now);
                    }
                }
            }
        }

        private void answer(InetSocketAddress to, int number, long now) {
            if (buffer.find(number, stored) && budget.allow(number, stored.length(), now, 50 * MILLISECOND)) {
                int length = Rtx.encapsulate(stored, RTX_PAYLOAD_TYPE, RTX_SSRC, retransmitted++, rtx);
                socket.send(to, rtx, 0, length);
            }
        }
    }

    /// Asks for what is missing and delivers in order.
    private final class Receiver implements NackGenerator.Output {
        final NackGenerator nacks = new NackGenerator();
        final ReorderBuffer reorder = new ReorderBuffer(1024, 2 * SECOND);
        final RtpPacket packet = new RtpPacket();
        final List<Integer> delivered = new ArrayList<>();
        final UdpSocket socket = open(receiverHost, this::onRtp);
        long timer = NEVER;

        Receiver() {
            nacks.roundTripTime(50 * MILLISECOND);
        }

        void onRtp(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            assertTrue(packet.wrap(bytes, offset, length));
            if (packet.ssrc() == RTX_SSRC) {
                assertTrue(Rtx.decapsulate(packet, Packets.PAYLOAD_TYPE, Packets.SSRC) > 0);
                nacks.onRetransmission(packet.sequenceNumber(), now);
            } else {
                nacks.onPacket(packet.sequenceNumber(), now);
            }
            reorder.onPacket(packet, now, in -> deliver(in));
            schedule();
        }

        private void deliver(RtpPacket in) {
            assertEquals(1012, in.length());
            if (delivered.size() < PACKETS) {
                delivered.add(in.sequenceNumber());
            }
        }

        private void schedule() {
            if (nacks.deadline() < timer) {
                timer = nacks.deadline();
                receiverHost.schedule(timer, this::onTimer);
            }
        }

        private void onTimer() {
            timer = NEVER;
            nacks.onTime(receiverHost.now(), this);
            schedule();
        }

        @Override
        public void sendNack(int[] sequenceNumbers, int count) {
            byte[] bytes = RtcpTest.write(List.of(Nack.of(1, Packets.SSRC, sequenceNumbers, count)));
            assertTrue(bytes.length <= 1200);
            socket.send(senderHost.at(5000), bytes, 0, bytes.length);
        }
    }

    private static UdpSocket open(SimulatedHost host, UdpLoop.Receiver receiver) {
        try {
            return host.open(host.at(5000), receiver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
