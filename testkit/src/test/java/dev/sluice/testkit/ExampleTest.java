package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.UdpLoop;

/// The example of the README.
class ExampleTest {
    /// Asks again every 100 ms until it is answered.
    static final class Asker {
        boolean answered;
        private final UdpLoop.UdpSocket socket;

        Asker(SimulatedHost host) throws IOException {
            socket = host.open(host.at(5000), (from, bytes, offset, length, now) -> answered = true);
        }

        void ask(SimulatedHost host, SimulatedHost server) {
            if (!answered) {
                socket.send(server.at(7), new byte[]{'?'}, 0, 1);
                host.schedule(host.now() + 100 * MILLISECOND, () -> ask(host, server));
            }
        }
    }

    @Test
    void anAnswerComesThroughALinkThatLosesHalfOfAllPackets() throws IOException {
        SimulatedNetwork network = new SimulatedNetwork(42);
        network.link(LinkProfile.IDEAL.withDelay(50 * MILLISECOND).withLoss(0.5));
        PacketPrinter packets = new PacketPrinter();
        network.tap(packets);

        SimulatedHost server = network.host("192.0.2.1");
        UdpLoop.UdpSocket[] echo = new UdpLoop.UdpSocket[1];
        echo[0] = server.open(server.at(7),
                (from, bytes, offset, length, now) -> echo[0].send(from, bytes, offset, length));

        SimulatedHost client = network.host("192.0.2.2");
        Asker asker = new Asker(client);
        asker.ask(client, server);

        network.runUntil(() -> asker.answered, 10 * SECOND);    // of virtual time: this takes a millisecond

        assertTrue(network.traffic().lost() > 0, packets::toString);
    }
}
