package dev.sluice.ice.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.ice.TurnIndication;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A relayed datagram leaves no garbage, whichever way it takes.
class GarbageTest {
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 20_000;
    private static final InetSocketAddress CLIENT = World.address("203.0.113.1", 5_000);
    private static final InetSocketAddress PEER = World.address("8.8.8.8", 7_000);
    private static final InetSocketAddress CHANNEL_PEER = World.address("8.8.8.8", 7_001);
    private static final InetSocketAddress PEER_IPV6 = World.address("2a00:9::9", 7_000);
    private static final int CHANNEL = 0x4000;

    private final Random random = new Random(1);
    private final List<Relays> relays = new ArrayList<>();
    private final TurnEngine engine = new TurnEngine(
            World.settings().withLimits(TurnLimits.DEFAULT.withBytesPerSecondPerUser(1_000_000_000)), random,
            (local, receiver) -> new Relays(local, receiver));
    private final byte[] payload = new byte[1_200];
    private byte[] answer;
    private int sent;
    private long now;

    private final TurnPort port = engine.port((_, bytes, offset, length) -> answered(bytes, offset, length));

    /// A relay's socket that goes nowhere.
    private final class Relays implements UdpSocket {
        final InetSocketAddress local;
        final UdpLoop.Receiver receiver;

        Relays(InetSocketAddress local, UdpLoop.Receiver receiver) {
            this.local = local;
            this.receiver = receiver;
            relays.add(this);
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            sent++;
            return true;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void allocate() {
        request(bytes -> port.onDatagram(CLIENT, bytes, 0, bytes.length, now));
    }

    @Test
    void onAChannelToThePeer() {
        byte[] message = channelData();
        assertNoGarbage(() -> port.onDatagram(CLIENT, message, 0, message.length, now += 10_000));
    }

    @Test
    void inASendIndicationToThePeer() {
        byte[] message = new byte[payload.length + TurnIndication.MOST_OVERHEAD];
        int length = TurnIndication.write(message, Stun.SEND, 1, 2, PEER.getAddress().getAddress(), PEER.getPort(),
                payload, 0, payload.length);
        assertNoGarbage(() -> port.onDatagram(CLIENT, message, 0, length, now += 10_000));
    }

    @Test
    void inASendIndicationToAnIpv6Peer() {
        byte[] message = new byte[payload.length + TurnIndication.MOST_OVERHEAD];
        int length = TurnIndication.write(message, Stun.SEND, 1, 2, PEER_IPV6.getAddress().getAddress(),
                PEER_IPV6.getPort(), payload, 0, payload.length);
        assertNoGarbage(() -> port.onDatagram(CLIENT, message, 0, length, now += 10_000));
    }

    @Test
    void onAChannelToTheClient() {
        fromPeer(CHANNEL_PEER);
    }

    @Test
    void inADataIndicationToTheClient() {
        fromPeer(PEER);
    }

    @Test
    void overAConnectionBothWays() {
        TurnConnection connection = engine.accept(CLIENT, new Stream() {
            @Override
            public boolean send(byte[] bytes, int offset, int length) {
                return answered(bytes, offset, length);
            }

            @Override
            public void close() {}
        }, now);
        request(bytes -> connection.onBytes(bytes, 0, bytes.length, now));
        byte[] message = channelData();
        assertNoGarbage(() -> {
            connection.onBytes(message, 0, message.length, now += 10_000);
            connection.onBytes(message, 0, 700, now);
            connection.onBytes(message, 700, message.length - 700, now);
            relays.get(2).receiver.onDatagram(CHANNEL_PEER, payload, 0, payload.length, now);
        });
        assertEquals(2 * (WARM_UP + MEASURED), engine.counters().get(TurnOutcome.TO_PEER));
    }

    private void fromPeer(InetSocketAddress peer) {
        assertNoGarbage(
                () -> relays.getFirst().receiver.onDatagram(peer, payload, 0, payload.length, now += 10_000));
    }

    private byte[] channelData() {
        byte[] message = new byte[ChannelData.paddedLength(payload.length)];
        ChannelData.writeHeader(message, 0, CHANNEL, payload.length);
        return message;
    }

    private void assertNoGarbage(Runnable relay) {
        for (int i = 0; i < WARM_UP; i++) {
            relay.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            relay.run();
        }
        double perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED;
        assertTrue(perCall < 0.5, () -> perCall + " bytes per datagram");
        long relayed = engine.counters().get(TurnOutcome.TO_PEER) + engine.counters().get(TurnOutcome.TO_CLIENT);
        assertTrue(relayed >= WARM_UP + MEASURED, () -> "all of them were relayed: " + engine.counters().asMap());
    }

    /// An allocation of both families with a permission for each peer and a channel for one.
    private void request(java.util.function.Consumer<byte[]> send) {
        send.accept(
                new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, TransactionId.random(random), List.of()).encode());
        Nonce nonce = StunMessage.parse(answer, 0, answer.length).orElseThrow().attribute(Nonce.class).orElseThrow();
        for (StunMessage request : List.of(message(Stun.ALLOCATE, TestClient.UDP, new AdditionalAddressFamily(2)),
                message(Stun.CREATE_PERMISSION, new XorPeerAddress(PEER), new XorPeerAddress(PEER_IPV6)),
                message(Stun.CHANNEL_BIND, new ChannelNumber(CHANNEL), new XorPeerAddress(CHANNEL_PEER)))) {
            List<StunAttribute> attributes = new ArrayList<>(request.attributes());
            attributes.addAll(List.of(new Username("alice"), new Realm(World.REALM), nonce));
            send.accept(new StunMessage(request.stunClass(), request.method(), request.transactionId(), attributes)
                    .encode(StunIntegrity.sha1(StunIntegrity.longTermKey("MD5", "alice", World.REALM, "wonderland"))));
            assertEquals(StunClass.SUCCESS_RESPONSE,
                    StunMessage.parse(answer, 0, answer.length).orElseThrow().stunClass());
        }
    }

    private StunMessage message(int method, StunAttribute... attributes) {
        return new StunMessage(StunClass.REQUEST, method, TransactionId.random(random), List.of(attributes));
    }

    private boolean answered(byte[] bytes, int offset, int length) {
        if (bytes != answer && sent == 0 && length < 1_000) {
            answer = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
        }
        return true;
    }
}
