package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// Captured messages, broken in a million ways: half of them as an attacker on the path can (the integrity does not fit any more), half as a peer can (it does).
class MutationTest {
    private static final int MUTATIONS = 1_000_000;
    private static final int INTEGRITY_AND_FINGERPRINT = 32;

    private final SplittableRandom random = new SplittableRandom(8489);
    private final StunWindow window = new StunWindow();

    private record Captured(byte[] bytes, String ufrag, String pwd) {
        static Captured of(JsonNode vector) {
            String username = vector.get("username").asText();
            return new Captured(Vectors.bytes(vector), username.split(":")[0], vector.get("password").asText());
        }
    }

    @Test
    void theParsersAndTheLiteSessionSurviveAMillionMutations() {
        List<Captured> captured = Stream.concat(
                Vectors.messages("stun/rfc5769_rfc8489.json").filter(v -> v.get("name").asText().contains("2.1")),
                Vectors.browsers()).map(Captured::of).toList();
        long parsed = 0;
        long answered = 0;
        long dropped = 0;
        for (Captured original : captured) {
            IceLiteSession session = new IceLiteSession(new IceCredentials(original.ufrag, original.pwd), 0);
            StunIntegrity key = StunIntegrity.shortTerm(original.pwd);
            Answers answers = new Answers();
            for (int i = 0; i < MUTATIONS / captured.size() + 1; i++) {
                byte[] bytes = random.nextBoolean() ? mutate(original.bytes) : sign(mutate(original.bytes), key);
                parsed += parse(bytes) ? 1 : 0;
                long before = answers.count;
                session.onPacket(from(), bytes, 0, bytes.length, i, answers);
                if (answers.count > before) {
                    assertTrue(key.verify(bytes, 0, bytes.length), "only the authentic is answered");
                }
            }
            CheckCounters counters = session.counters();
            long total = counters.asMap().values().stream().mapToLong(Long::longValue).sum();
            assertEquals(MUTATIONS / captured.size() + 1, total, "every message is counted once");
            answered += answers.count;
            dropped += total - answers.count;
            assertTrue(answers.validated - answers.forgotten <= IceLiteSession.MOST_ADDRESSES);
        }
        assertTrue(parsed > MUTATIONS / 10 && answered > MUTATIONS / 100 && dropped > MUTATIONS / 10,
                parsed + " parsed, " + answered + " answered, " + dropped + " dropped");
    }

    @Test
    void aFullAgentSurvivesThemInEveryState() {
        for (int start = 0; start < 4; start++) {
            SimulatedNetwork network = new SimulatedNetwork(start);
            SimulatedHost host = network.host("192.0.2.1");
            SimulatedHost other = network.host("192.0.2.2");
            Peer victim = new Peer(HostIceAgent.factory(host.at(0)), host, network.random("victim"), start % 2 == 0);
            Peer peer = new Peer(HostIceAgent.factory(other.at(0)), other, network.random("peer"), false);
            bring(network, victim, peer, start);
            List<byte[]> seen = new ArrayList<>();
            network.tap((_, _, _, _, bytes) -> seen.add(bytes));
            network.run(10 * Time.SECOND);
            attack(network, victim, List.copyOf(seen));
            victim.agent.close();
            assertEquals(0, host.openSockets() + host.pendingTimers());
        }
    }

    private static void bring(SimulatedNetwork network, Peer victim, Peer peer, int start) {
        victim.agent.gather();
        peer.agent.gather();
        peer.agent.remote(victim.agent.localCredentials(), false);
        peer.agent.addRemoteCandidate(victim.candidates.getFirst());
        if (start > 0) {
            victim.agent.remote(peer.agent.localCredentials(), false);
        }
        if (start > 1) {
            network.runUntil(victim::isConnected, 10 * Time.SECOND);
        }
        if (start > 2) {
            peer.agent.close();
        }
    }

    private void attack(SimulatedNetwork network, Peer victim, List<byte[]> seen) {
        InetSocketAddress target = victim.candidates.getFirst().address();
        StunIntegrity key = StunIntegrity.shortTerm(victim.agent.localCredentials().pwd());
        SimulatedHost attacker = network.host("203.0.113.1");
        assertTrue(!seen.isEmpty());
        try (var socket = attacker.open(attacker.at(6666), (_, _, _, _, _) -> {})) {
            for (int i = 0; i < 25_000; i++) {
                byte[] bytes = mutate(seen.get(random.nextInt(seen.size())));
                bytes = random.nextBoolean() ? bytes : sign(bytes, key);
                socket.send(target, bytes, 0, bytes.length);
                network.run(Time.MILLISECOND);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Reads all that there is to read. True: it was well-formed.
    private boolean parse(byte[] bytes) {
        boolean wrapped = window.wrap(bytes, 0, bytes.length);
        if (wrapped) {
            window.usernameLength();
            window.localUfragLength();
            window.priority();
            window.nomination();
            window.tieBreaker();
            window.errorCode();
            window.xorMappedAddress();
            window.fingerprintMatches();
            assertEquals(window.hasUnknownRequired(), !window.unknownRequired().isEmpty());
        }
        return StunMessage.parse(bytes, 0, bytes.length).map(message -> message.encode().length <= bytes.length)
                .orElse(false);
    }

    private byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutateOnce(bytes);
        }
        return bytes;
    }

    private byte[] mutateOnce(byte[] bytes) {
        if (bytes.length < 24) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> U16.set(bytes, Math.min(at, bytes.length - 2), random.nextInt(64));
            case 3 -> U16.set(bytes, 2, random.nextInt(bytes.length));
            case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
            case 5 -> bytes = lengthFitted(Arrays.copyOf(bytes, random.nextInt(20, bytes.length) & ~3));
            case 6 -> bytes = doubled(bytes, at & ~3);
            default -> bytes[0] = (byte) random.nextInt(4);
        }
        return bytes;
    }

    /// The end of the message once more, as if its attributes came twice.
    private static byte[] doubled(byte[] bytes, int from) {
        byte[] longer = Arrays.copyOf(bytes, Math.max(bytes.length, bytes.length * 2 - from & ~3));
        System.arraycopy(bytes, from, longer, bytes.length, longer.length - bytes.length);
        return lengthFitted(longer);
    }

    private static byte[] lengthFitted(byte[] bytes) {
        U16.set(bytes, 2, bytes.length - 20);
        return bytes;
    }

    /// Puts integrity and fingerprint at the end, in place of what was there.
    private static byte[] sign(byte[] bytes, StunIntegrity key) {
        int length = Math.max(20, bytes.length - INTEGRITY_AND_FINGERPRINT & ~3);
        byte[] signed = Arrays.copyOf(Arrays.copyOf(bytes, length), length + INTEGRITY_AND_FINGERPRINT);
        U16.set(signed, length, 0x0008);
        U16.set(signed, length + 2, 20);
        lengthFitted(signed);
        key.compute(signed, 0, length, signed, length + 4);
        U16.set(signed, length + 24, 0x8028);
        U16.set(signed, length + 26, 4);
        U32.set(signed, length + 28, new StunFingerprint().compute(signed, 0, length + 24));
        return signed;
    }

    private InetSocketAddress from() {
        return random.nextInt(10) == 0
                ? StunMessageTest.address("192.0.2.1:" + random.nextInt(1, 1000))
                : StunMessageTest.address("192.0.2.7:7");
    }

    private static final class Answers implements IceLiteSession.Output {
        long count;
        long validated;
        long forgotten;

        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            count++;
        }

        @Override
        public void addressValidated(InetSocketAddress address) {
            validated++;
        }

        @Override
        public void addressForgotten(InetSocketAddress address) {
            forgotten++;
        }

        @Override
        public void selected(InetSocketAddress address) {}

        @Override
        public void consentExpired() {
            throw new AssertionError("time stands still");
        }
    }
}
