package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.peerconnection.RtcConfiguration;
import dev.sluice.wire.Time;

/// One publisher and its players in a room of a real server, over real UDP.
///
/// The publisher sends as fast as the slowest player gets on, so that the call takes as long as the machine needs and no buffer is flooded.
final class TestCall implements AutoCloseable {
    private static final int AHEAD = 200;
    private static final int BURST = 20;
    private static final int SECONDS = 120;
    private static final long WAIT_FOR_MISSING = 30 * Time.SECOND;

    private final PeerConnectionFactory factory = PeerConnectionFactory.builder()
            .ice(HostIceAgent.factory(new InetSocketAddress("127.0.0.1", 0)))
            .configuration(RtcConfiguration.defaults().withMaxReorderWait(WAIT_FOR_MISSING))
            .build();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int packets;
    private volatile int sent;
    private long timestamp;

    final TestPeer publisher;
    final List<TestPeer> players = new ArrayList<>();

    TestCall(TestServer server, String room, int players, int packets) {
        this.packets = packets;
        this.publisher = TestPeer.publish(server, factory.create(), "/whip/" + room + "?name=cam");
        for (int i = 0; i < players; i++) {
            this.players.add(TestPeer.play(server, factory.create(), "/whep/" + room + "/cam"));
        }
        factory.loop().execute(this::sendMore);
    }

    /// On the peers' loop.
    private void sendMore() {
        if (!players.stream().allMatch(TestPeer::isReady)) {
            publisher.send(TestPayload.UNCOUNTED, timestamp += 1800);
            again(20 * Time.MILLISECOND);
        } else if (sent < packets) {
            for (int i = 0; i < BURST && sent < packets && sent - slowest() < AHEAD; i++) {
                publisher.send(sent++, timestamp += 3000);
            }
            again(Time.MILLISECOND);
        } else if (slowest() < packets) {
            publisher.send(TestPayload.UNCOUNTED, timestamp += 1800);       // shows a player that the last ones are missing
            again(20 * Time.MILLISECOND);
        } else {
            done.countDown();
        }
    }

    private void again(long later) {
        factory.loop().schedule(factory.loop().now() + later, this::sendMore);
    }

    private int slowest() {
        return players.stream().mapToInt(TestPeer::received).min().orElse(0);
    }

    /// Sends no more than it has by now.
    void endSending() {
        factory.loop().execute(() -> packets = sent);
    }

    /// Waits until every player has every packet: all bytes as sent, in order, none missing, none twice.
    void awaitEverything() throws InterruptedException {
        boolean isDone = done.await(SECONDS, TimeUnit.SECONDS);
        for (TestPeer player : players) {
            assertEquals("", player.complaint());
        }
        if (!isDone) {
            fail("sent " + sent + ", publisher " + publisher.connection().connectionState()
                    + publisher.connection().failure() + ", players got "
                    + players.stream().map(player -> player.received() + " " + player.connection().connectionState()
                            + player.connection().failure()).toList());
        }
        for (TestPeer player : players) {
            assertEquals(packets, player.received());
        }
    }

    /// How many packets were sent so far.
    int sent() {
        return sent;
    }

    @Override
    public void close() {
        factory.close();
    }
}
