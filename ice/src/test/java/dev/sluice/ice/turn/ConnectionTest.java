package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunMessage;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// Clients that come over TCP or TLS: for the engine, streams of bytes.
class ConnectionTest {
    private static final int LISTENERS = 2;

    private final World world = new World();
    private final World.Endpoint peer = world.peer();
    private final TestClient client = world.client().connect();

    @Test
    void dataPassesBothWaysAndIsPadded() {
        InetSocketAddress relay = client.allocate();
        client.bind(0x4000, peer.address());
        client.sendOn(0x4000, "hello");
        peer.send(relay, "you");
        assertEquals(List.of("hello"), peer.received);
        assertEquals(List.of("4000:you"), client.received);
        assertEquals(8, client.lengths.getLast());
        assertTrue(world.server.allocations().getFirst().stream());
    }

    @Test
    void bytesMayArriveOneByOne() {
        client.allocate();
        client.bind(0x4000, peer.address());
        byte[] twice = new byte[2 * ChannelData.paddedLength(5)];
        for (int at : new int[]{0, 12}) {
            ChannelData.writeHeader(twice, at, 0x4000, 5);
            System.arraycopy("again".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, twice, at + 4, 5);
        }
        for (byte next : twice) {
            client.send(new byte[]{next});
        }
        assertEquals(List.of("again", "again"), peer.received);
    }

    @Test
    void theSameAddressOverUdpIsAnotherClient() {
        client.allocate();
        StreamReceiver stream = client.stream;
        client.stream = null;
        client.allocate();
        assertEquals(2, world.server.allocations().size());
        client.refresh(0);
        assertEquals(1, world.server.allocations().size());
        stream.onClosed(world.network.now());
        assertEquals(0, world.server.allocations().size());
    }

    @Test
    void theAllocationEndsWithTheConnection() {
        client.allocate();
        client.stream.onClosed(world.network.now());
        assertTrue(client.closed);
        assertEquals(LISTENERS, world.host.openSockets());
        client.stream.onClosed(world.network.now());
        client.send(StunMessage.bindingRequest(client.id()).encode());
        assertEquals(0, world.server.allocations().size());
    }

    @Test
    void aConnectionThatIsOnlyOpenIsClosedAfterThirtySeconds() {
        world.network.run(TurnConnection.PATIENCE - 1);
        client.exchange(StunMessage.bindingRequest(client.id()).encode());
        assertFalse(client.closed);
        world.network.run(1);
        assertTrue(client.closed);
    }

    @Test
    void withAnAllocationItMayBeQuiet() {
        client.allocate();
        world.network.run(599 * SECOND);
        assertFalse(client.closed);
        world.network.run(SECOND);
        assertFalse(client.closed);
        world.network.run(TurnConnection.PATIENCE);
        assertTrue(client.closed);
        assertEquals(0, world.host.pendingTimers());
    }

    @Test
    void whatIsNoMessageClosesIt() {
        client.allocate();
        client.send(new byte[]{(byte) 0x80, 0, 0, 0});
        assertTrue(client.closed);
        assertEquals(LISTENERS, world.host.openSockets());
        assertEquals(1, world.count(TurnOutcome.MALFORMED));
    }

    @Test
    void strangersMayNotSendLongMessages() {
        byte[] header = new byte[4];
        ChannelData.writeHeader(header, 0, 0x4000, 4_000);
        TestClient known = world.client().connect();
        known.allocate();
        known.send(header);
        assertFalse(known.closed);
        client.send(header);
        assertTrue(client.closed);
    }

    @Test
    void thereAreOnlySoManyConnections() {
        World small = new World(World.settings().withLimits(TurnLimits.DEFAULT.withConnections(2)));
        TestClient first = small.client().connect();
        assertFalse(small.client().connect().closed);
        assertTrue(small.client().connect().closed);
        first.stream.onClosed(small.network.now());
        assertFalse(small.client().connect().closed);
    }

    @Test
    void aRequestWithoutAnAnswerHasNoneHereEither() {
        assertNull(client.tryExchange(new StunMessage(dev.sluice.ice.StunClass.SUCCESS_RESPONSE, Stun.BINDING,
                client.id(), List.of()).encode()));
        assertEquals(1, world.count(TurnOutcome.IGNORED));
    }
}
