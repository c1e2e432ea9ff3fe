package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.MICROSECOND;
import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.EvenPort;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.PasswordAlgorithm;
import dev.sluice.ice.StunAttribute.PasswordAlgorithms;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.wire.U16;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// What a relay on the open Internet gets to see.
class AbuseTest {
    private static final int MILLION = 1_000_000;

    private final SplittableRandom random = new SplittableRandom(8656);
    private long answers;
    private long answerBytes;
    private byte[] answer = new byte[0];

    @Test
    void aMillionRequestsWithoutCredentialsLeaveNothingBehind() {
        TurnEngine engine = engine(World.settings());
        TurnPort port = engine.port((_, _, _, length) -> count(length));
        byte[] allocate = new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, new TransactionId(1, 2),
                List.of(TestClient.UDP)).encode();
        flood(port, allocate, 50_000);
        long before = usedHeap();
        flood(port, allocate, MILLION);
        long grown = usedHeap() - before;

        assertTrue(grown < 1 << 20, () -> grown + " bytes");
        assertEquals(0, engine.allocations(0).size());
        assertEquals(Long.MAX_VALUE, engine.deadline());
        assertTrue(answers > MILLION / 2, "most sources ask once and are answered");
    }

    @Test
    void aSourceThatProvesNothingGetsAHundredAnswersASecond() {
        World world = new World();
        TestClient client = world.client();
        byte[] binding = StunMessage.bindingRequest(client.id()).encode();
        for (int i = 0; i < 10_000; i++) {
            client.send(binding);
            world.network.run(MILLISECOND);
        }
        assertTrue(client.lengths.size() >= 1_000 && client.lengths.size() <= 1_101,
                client.lengths.size() + " answers");
        assertEquals(10_000 - client.lengths.size(), world.count(TurnOutcome.SOURCE_LIMITED));
        TestClient other = world.client();
        other.allocate();
    }

    @Test
    void whoHasAnAllocationIsNotLimited() {
        World world = new World();
        TestClient client = world.client();
        client.allocate();
        for (int i = 0; i < 1_000; i++) {
            client.refresh(600);
        }
    }

    /// An address is 12 bytes more than an IPv4 request, 24 more than an IPv6 one. A challenge has to carry realm, nonce and algorithms.
    @Test
    void answersToStrangersAreSmall() {
        World world = new World();
        TestClient client = world.client();
        byte[] allocate = new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, client.id(), List.of()).encode();
        client.exchange(allocate);
        assertTrue(client.answerBytes().length <= 20 + 8 + 4 + 12 + 4 + 36 + 4 + 8, client.answerBytes().length + "");
    }

    @Test
    void aMillionMutationsAreSurvivedByAServerInEveryState() {
        TurnEngine engine = engine(World.settings().withPeers(PeerRules.PUBLIC_INTERNET)
                .withLimits(TurnLimits.DEFAULT.withStrangerAnswersPerSecond(1_000_000)));
        InetSocketAddress client = World.address("203.0.113.1", 5_000);
        TurnPort port = engine.port((_, bytes, offset, length) -> {
            answer = Arrays.copyOfRange(bytes, offset, offset + length);
            return count(length);
        });
        StunIntegrity key = StunIntegrity.sha1(StunIntegrity.longTermKey("MD5", "alice", World.REALM, "wonderland"));
        StunIntegrity sha256 = StunIntegrity
                .sha256(StunIntegrity.longTermKey("SHA-256", "alice", World.REALM, "wonderland"));
        List<byte[]> seeds = List.of();
        for (int i = 0; i < MILLION; i++) {
            long now = i * 20 * MILLISECOND;
            if (i % 50_000 == 0) {
                seeds = seeds(nonce(port, client, now), key, sha256);
            }
            byte[] bytes = seeds.get(random.nextInt(seeds.size()));
            bytes = random.nextInt(4) == 0 ? bytes : mutate(bytes);
            bytes = random.nextBoolean() ? bytes : resign(bytes, key);
            InetSocketAddress from = random.nextInt(50) == 0 ? World.address("203.0.113.2", 1 + i % 50_000) : client;
            port.onDatagram(from, bytes, 0, bytes.length, now);
            engine.onTime(now);
        }
        assertBounded(engine, MILLION * 20L * MILLISECOND);
        Set<Integer> errors = engine.counters().errors().keySet();
        assertTrue(errors.containsAll(List.of(400, 401, 403, 420, 437, 438, 440, 442, 443)), errors::toString);
        assertTrue(engine.counters().get(TurnOutcome.SUCCESS) > MILLION / 20, () -> engine.counters().asMap() + "");
        assertTrue(engine.counters().get(TurnOutcome.TO_PEER) > MILLION / 100, () -> engine.counters().asMap() + "");
    }

    @Test
    void connectionsSurviveWhateverArrives() {
        TurnEngine engine = engine(World.settings().withPeers(PeerRules.PUBLIC_INTERNET));
        StunIntegrity key = StunIntegrity.sha1(StunIntegrity.longTermKey("MD5", "alice", World.REALM, "wonderland"));
        for (int round = 0; round < 2_000; round++) {
            long now = round * SECOND;
            InetSocketAddress client = World.address("203.0.113.3", 1_000 + round);
            boolean[] closed = {false};
            TurnConnection connection = engine.accept(client, new Stream() {
                @Override
                public boolean send(byte[] bytes, int offset, int length) {
                    answer = Arrays.copyOfRange(bytes, offset, offset + length);
                    return random.nextInt(10) > 0;
                }

                @Override
                public void close() {
                    closed[0] = true;
                }
            }, now);
            byte[] ask = new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, new TransactionId(1, 2), List.of()).encode();
            connection.onBytes(ask, 0, ask.length, now);
            List<byte[]> seeds = seeds(nonce(answer), key, key);
            for (int i = 0; i < 100 && !closed[0]; i++) {
                byte[] bytes = seeds.get(random.nextInt(seeds.size()));
                bytes = random.nextInt(20) > 0 ? bytes : mutate(bytes);
                int cut = random.nextInt(bytes.length + 1);
                connection.onBytes(bytes, 0, cut, now);
                connection.onBytes(bytes, cut, bytes.length - cut, now);
            }
            engine.onTime(now);
        }
        assertBounded(engine, 2_000 * SECOND);
        engine.close(2_000 * SECOND);
        assertEquals(0, engine.allocations(0).size());
    }

    private static void assertBounded(TurnEngine engine, long now) {
        engine.onTime(now);
        List<TurnAllocation> allocations = engine.allocations(now);
        assertTrue(allocations.size() <= 12, allocations.size() + " allocations");
        for (TurnAllocation allocation : allocations) {
            assertTrue(allocation.permissions() <= 256 && allocation.channels() <= 256);
        }
        engine.onTime(now + 3_600 * SECOND);
        assertEquals(0, engine.allocations(now).size(), "all of them expire");
    }

    private Nonce nonce(TurnPort port, InetSocketAddress client, long now) {
        byte[] ask = new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, new TransactionId(1, 2), List.of()).encode();
        port.onDatagram(client, ask, 0, ask.length, now);
        return nonce(answer);
    }

    private static Nonce nonce(byte[] challenge) {
        return StunMessage.parse(challenge, 0, challenge.length).flatMap(c -> c.attribute(Nonce.class)).orElseThrow();
    }

    /// One of everything that a client may send.
    private List<byte[]> seeds(Nonce nonce, StunIntegrity key, StunIntegrity sha256) {
        XorPeerAddress peer = new XorPeerAddress(World.address("8.8.8.8", 53));
        XorPeerAddress peer6 = new XorPeerAddress(World.address("2a00:9::9", 53));
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(signed(Stun.ALLOCATE, nonce, key, TestClient.UDP));
        seeds.add(signed(Stun.ALLOCATE, nonce, key, TestClient.UDP, new EvenPort(true)));
        seeds.add(signed(Stun.ALLOCATE, nonce, key, TestClient.UDP, new RequestedAddressFamily(2)));
        seeds.add(signed(Stun.ALLOCATE, nonce, sha256, TestClient.UDP,
                new UserHash(StunIntegrity.userhash("alice", World.REALM)),
                new PasswordAlgorithms(List.of(new PasswordAlgorithm(2), new PasswordAlgorithm(1))),
                new PasswordAlgorithm(2)));
        seeds.add(signed(Stun.REFRESH, nonce, key, new Lifetime(700)));
        seeds.add(signed(Stun.REFRESH, nonce, key, new Lifetime(0)));
        seeds.add(signed(Stun.CREATE_PERMISSION, nonce, key, peer));
        seeds.add(signed(Stun.CREATE_PERMISSION, nonce, key, peer, peer6));
        seeds.add(signed(Stun.CREATE_PERMISSION, nonce, key, new XorPeerAddress(World.address("10.0.0.1", 1))));
        seeds.add(signed(Stun.CHANNEL_BIND, nonce, key, new ChannelNumber(0x4000), peer));
        seeds.add(new StunMessage(StunClass.INDICATION, Stun.SEND, new TransactionId(3, 4),
                List.of(peer, new Data(new byte[200]))).encode());
        byte[] channelData = new byte[ChannelData.paddedLength(300)];
        ChannelData.writeHeader(channelData, 0, 0x4000, 300);
        seeds.add(channelData);
        seeds.add(StunMessage.bindingRequest(new TransactionId(5, 6)).encodeWithFingerprint());
        return seeds;
    }

    private byte[] signed(int method, Nonce nonce, StunIntegrity key, StunAttribute... attributes) {
        List<StunAttribute> all = new ArrayList<>(List.of(attributes));
        all.add(new StunAttribute.Username("alice"));
        all.add(new StunAttribute.Realm(World.REALM));
        all.add(nonce);
        return new StunMessage(StunClass.REQUEST, method, new TransactionId(random.nextInt(), 2), all).encode(key);
    }

    private byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = mutateOnce(bytes);
        }
        return bytes;
    }

    private byte[] mutateOnce(byte[] bytes) {
        if (bytes.length < 28) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> U16.set(bytes, Math.min(at, bytes.length - 2) & ~1, random.nextInt(64));
            case 3 -> U16.set(bytes, 2, random.nextInt(bytes.length));
            case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
            case 5 -> bytes[20 + (at & 4)] = (byte) random.nextInt(2);
            default -> bytes = withoutAttribute(bytes, at);
        }
        return bytes;
    }

    /// As if the sender had left out the attribute in which `at` lies, or the one before.
    private static byte[] withoutAttribute(byte[] bytes, int at) {
        for (int attribute = 20; attribute + 4 <= bytes.length;) {
            int next = attribute + 4 + (U16.get(bytes, attribute + 2) + 3 & ~3);
            if (next > at && next <= bytes.length) {
                byte[] shorter = Arrays.copyOf(bytes, bytes.length - (next - attribute));
                System.arraycopy(bytes, next, shorter, attribute, bytes.length - next);
                U16.set(shorter, 2, shorter.length - 20);
                return shorter;
            }
            attribute = next;
        }
        return bytes;
    }

    /// With a signature that fits, as a client has it that means ill: of what can still be read.
    private static byte[] resign(byte[] bytes, StunIntegrity key) {
        byte[] copy = bytes.clone();
        for (int attribute = 20; attribute + 24 <= copy.length;) {
            if (U16.get(copy, attribute) == 0x0008) {
                byte[] head = Arrays.copyOf(copy, attribute);
                U16.set(head, 2, attribute - 20);
                return StunMessage.parse(head, 0, head.length).map(message -> message.encode(key)).orElse(bytes);
            }
            attribute += 4 + (U16.get(copy, attribute + 2) + 3 & ~3);
        }
        return bytes;
    }

    private void flood(TurnPort port, byte[] request, int times) {
        byte[] address = new byte[4];
        for (int i = 0; i < times; i++) {
            address[0] = 8;
            address[1] = (byte) (i >>> 14);
            address[2] = (byte) (i >>> 7);
            address[3] = (byte) i;
            port.onDatagram(new InetSocketAddress(inetAddress(address), 1 + i % 60_000), request, 0, request.length,
                    i * 100 * MICROSECOND);
        }
    }

    private boolean count(int length) {
        answers++;
        answerBytes += length;
        return answerBytes > 0;
    }

    private static TurnEngine engine(TurnSettings settings) {
        return new TurnEngine(settings, new Random(8656), (local, _) -> new Nowhere(local));
    }

    private static InetAddress inetAddress(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Nowhere(InetSocketAddress localAddress) implements UdpSocket {
        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            return true;
        }

        @Override
        public void close() {}
    }
}
